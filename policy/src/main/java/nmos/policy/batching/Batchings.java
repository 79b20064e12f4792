package nmos.policy.batching;

import java.util.function.Supplier;

/// The ways to share passes there are, each with its name in scenario files.
public enum Batchings {
    ONE_SESSION("one-session", OneSession::new),
    FIFO("fifo", Fifo::new),
    SHORTEST_REMAINING("shortest-remaining", ShortestRemaining::new),
    SEMI_CLAIRVOYANT("semi-clairvoyant", SemiClairvoyant::new);

    public final String label;
    private final Supplier<Batching> constructor;

    Batchings(String label, Supplier<Batching> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public Batching create() {
        return constructor.get();
    }
}
