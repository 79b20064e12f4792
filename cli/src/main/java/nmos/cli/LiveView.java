package nmos.cli;

import nmos.live.world.Audience;
import nmos.scenarios.Workload;
import nmos.world.run.RunWatch;

/// What the person at the keyboard sees of a live run: the replies on stdout as people in it get them, and between them how far
/// the run is, where somebody watches.
final class LiveView implements Audience, RunWatch, AutoCloseable {
    private final Terminal terminal;
    private final boolean silent;
    private final boolean several;
    private final Progress progress;
    private int session = -1;
    private int turn = -1;
    private int turnsOver;
    /// The last line on stdout waits for more.
    private boolean midLine;

    LiveView(Terminal terminal, Workload workload, boolean silent) {
        this.terminal = terminal;
        this.silent = silent;
        several = workload.sessions() > 1;
        progress = terminal.progress("running", (long) workload.sessions() * workload.turns());
    }

    @Override
    public void shown(int session, int turn, String text) {
        if (silent) {
            return;
        }
        progress.hide();
        if (session != this.session || turn != this.turn) {
            endLine();
            this.session = session;
            this.turn = turn;
            if (several) {
                terminal.out().print("[" + session + "] ");
            }
        }
        terminal.out().print(harmless(text));
        terminal.out().flush();
        midLine = !text.endsWith("\n");
    }

    /// A model may say what would make a terminal do things.
    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    @Override
    public boolean goOn(int over) {
        if (over > turnsOver) {
            turnsOver = over;
            endLine();
        }
        if (!midLine) {
            progress.at(over);
        }
        return !terminal.stop().requested();
    }

    private void endLine() {
        if (midLine) {
            terminal.out().println();
            terminal.out().flush();
            midLine = false;
        }
        session = -1;
    }

    @Override
    public void close() {
        endLine();
        progress.close();
    }
}
