package nmos.policy.speculation;

import java.util.function.BiFunction;
import nmos.policy.Facts;

/// The ways to speculate there are, each with its name in scenario files.
public enum Speculations {
    OFF("off", Off::new),
    CHAIN("chain", Chain::new),
    TREE_STATIC("tree-static", StaticTree::new),
    TREE_ADAPTIVE("tree-adaptive", AdaptiveTree::new);

    public final String label;
    private final BiFunction<SpeculationKnobs, Facts, Speculation> constructor;

    Speculations(String label, BiFunction<SpeculationKnobs, Facts, Speculation> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    /// A fresh one, for one session.
    public Speculation create(SpeculationKnobs knobs, Facts facts) {
        return constructor.apply(knobs, facts);
    }
}
