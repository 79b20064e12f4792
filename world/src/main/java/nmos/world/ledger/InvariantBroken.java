package nmos.world.ledger;

/// A policy or a world did what neither may ever do. The message starts with the invariant's number.
public final class InvariantBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvariantBroken(String invariant, String what) {
        super(invariant + ": " + what);
    }

    static void check(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new InvariantBroken(invariant, what);
        }
    }

    static void check(boolean holds, String invariant, String what, long a, long b) {
        if (!holds) {
            throw new InvariantBroken(invariant, what + " (" + a + ", " + b + ")");
        }
    }
}
