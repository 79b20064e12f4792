package nmos.cli;

import java.util.Locale;

/// One line on stderr that says how far the work is. Appears only where somebody watches, and only once the work has taken a
/// second; gone without trace when closed.
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NS = 1_000_000_000;
    private static final long REFRESH_NS = 100_000_000;
    private static final int WIDTH = 30;
    private static final String ERASE = "\r\033[K";

    private final Terminal terminal;
    private final String what;
    private final long total;
    private long nextNs;
    private boolean shown;

    Progress(Terminal terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = Math.max(total, 1);
        nextNs = terminal.watched() ? terminal.nanoClock().getAsLong() + PATIENCE_NS : 0;
    }

    /// `done` of the total are done.
    void at(long done) {
        at(done, "");
    }

    /// The same, with more to say behind the bar.
    void at(long done, String more) {
        if (!terminal.watched()) {
            return;
        }
        long nowNs = terminal.nanoClock().getAsLong();
        if (nowNs - nextNs < 0) {
            return;
        }
        nextNs = nowNs + REFRESH_NS;
        shown = true;
        long within = Math.clamp(done, 0, total);
        int filled = (int) (within * WIDTH / total);
        terminal.err().print(ERASE + String.format(Locale.ROOT, "%s [%s%s] %d %%%s",
                what, "=".repeat(filled), " ".repeat(WIDTH - filled), within * 100 / total, more.isEmpty() ? "" : ", " + more));
        terminal.err().flush();
    }

    /// Takes the line away, for something else to be printed where it is.
    void hide() {
        if (shown) {
            shown = false;
            terminal.err().print(ERASE);
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        hide();
    }
}
