package nmos.notebooks.execute;

import java.nio.file.Path;

/// What came of a notebook that was executed from its first cell to its last, or to the first that fails.
public sealed interface Execution {
    /// All cells went through; `file` is the notebook with their outputs.
    record Done(Path file) implements Execution {}

    /// `cell` is the number of the code cell that was executed last, from 1, or 0 where none was; `said` what was said of it.
    record Failed(Path notebook, int cell, String source, String said) implements Execution {
        private static final int INDENT = 4;

        /// What failed where, then the cell, then what was said.
        public String told() {
            String where = notebook + (cell == 0 ? ": before its first cell, it" : ": cell " + cell + " of its code");
            return where + " failed\n" + source.strip().indent(INDENT) + said.strip().indent(INDENT / 2);
        }
    }
}
