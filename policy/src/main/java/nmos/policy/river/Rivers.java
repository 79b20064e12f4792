package nmos.policy.river;

import java.util.function.BiFunction;
import nmos.policy.Facts;

/// The rivers there are, each with its name in scenario files.
public enum Rivers {
    ON_DEMAND("on-demand", OnDemand::new),
    DOUBLE_BUFFER("double-buffer", DoubleBuffer::new),
    JUST_IN_TIME("just-in-time", JustInTime::new);

    public final String label;
    private final BiFunction<RiverKnobs, Facts, River> constructor;

    Rivers(String label, BiFunction<RiverKnobs, Facts, River> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public River create(RiverKnobs knobs, Facts facts) {
        return constructor.apply(knobs, facts);
    }
}
