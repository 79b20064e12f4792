package nmos.cli;

/// How many threads somebody may ask for.
final class Threads {
    /// More than any machine this runs on has processors; beyond it a typing error takes the machine down.
    private static final int MOST = 1024;

    private Threads() {}

    static int check(int threads) {
        if (threads < 1 || threads > MOST) {
            throw new BadInput("--threads " + threads + ": from 1 to " + MOST + " are possible");
        }
        return threads;
    }
}
