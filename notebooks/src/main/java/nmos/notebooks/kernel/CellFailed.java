package nmos.notebooks.kernel;

import java.util.ArrayList;
import java.util.List;

/// A cell that could not be compiled, or threw. The message begins with what went wrong, in a line, and goes on with where; the trace of
/// the kernel itself would say nothing to the reader of a notebook.
final class CellFailed extends Exception {
    private static final long serialVersionUID = 1L;

    CellFailed(String what, List<String> where) {
        super(joined(what, where), null, false, false);
    }

    private static String joined(String what, List<String> where) {
        List<String> lines = new ArrayList<>(List.of(what));
        lines.addAll(where);
        return String.join("\n", lines);
    }
}
