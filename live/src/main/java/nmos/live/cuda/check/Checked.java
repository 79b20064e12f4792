package nmos.live.cuda.check;

import java.util.Locale;

/// Something of a GPU's beside the CPU's.
///
/// @param off how far they are apart at most, in what `unit` says
/// @param bound how far they may be
public record Checked(String what, double off, double bound, String unit) {
    public boolean holds() {
        return off <= bound;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-6s %-44s %10.3g of %-10.3g %s", holds() ? "ok" : "WRONG", what, off, bound, unit);
    }
}
