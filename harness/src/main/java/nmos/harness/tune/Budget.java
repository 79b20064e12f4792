package nmos.harness.tune;

/// How much may be spent: settings simulated at the most (those that cannot be are not counted), replications of each that deserves it, threads, and
/// the seed of what the search draws. Threads change nothing but the time it takes.
public record Budget(int evaluations, int replications, int threads, long seed) {
    public static final int EVALUATIONS = 100;
    public static final int REPLICATIONS = 8;

    public Budget {
        if (evaluations < 1 || replications < 1 || threads < 1) {
            throw new IllegalArgumentException("a budget of nothing");
        }
    }
}
