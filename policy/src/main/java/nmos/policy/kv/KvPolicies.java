package nmos.policy.kv;

import java.util.function.Function;

/// The KV policies there are, each with its name in scenario files.
public enum KvPolicies {
    KEEP_ALL("keep-all", knobs -> new KeepAll()),
    LRU("lru", knobs -> new Lru()),
    H2O("h2o", H2o::new),
    BELOW("below", knobs -> new Below());

    public final String label;
    private final Function<KvKnobs, KvPolicy> constructor;

    KvPolicies(String label, Function<KvKnobs, KvPolicy> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public KvPolicy create(KvKnobs knobs) {
        return constructor.apply(knobs);
    }
}
