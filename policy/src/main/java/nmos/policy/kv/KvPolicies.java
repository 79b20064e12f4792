package nmos.policy.kv;

import java.util.function.Supplier;

/// The KV policies there are, each with its name in scenario files.
public enum KvPolicies {
    KEEP_ALL("keep-all", KeepAll::new);

    public final String label;
    private final Supplier<KvPolicy> constructor;

    KvPolicies(String label, Supplier<KvPolicy> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public KvPolicy create() {
        return constructor.get();
    }
}
