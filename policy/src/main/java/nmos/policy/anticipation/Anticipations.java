package nmos.policy.anticipation;

import java.util.function.Function;

/// The ways to anticipate there are, each with its name in scenario files.
public enum Anticipations {
    NONE("none", knobs -> new None()),
    WARM("warm", knobs -> new Warm()),
    PREFILL("prefill", knobs -> new Prefill()),
    PREDICT("predict", knobs -> new Predict(knobs.predictTokens()));

    public final String label;
    private final Function<AnticipationKnobs, Anticipation> constructor;

    Anticipations(String label, Function<AnticipationKnobs, Anticipation> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public static Anticipation create(AnticipationKnobs knobs) {
        return knobs.kind().constructor.apply(knobs);
    }
}
