package nmos.policy.anticipation;

import java.util.function.Supplier;

/// The ways to anticipate there are, each with its name in scenario files.
public enum Anticipations {
    NONE("none", None::new);

    public final String label;
    private final Supplier<Anticipation> constructor;

    Anticipations(String label, Supplier<Anticipation> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public Anticipation create() {
        return constructor.get();
    }
}
