/// The decisions, and nothing else.
module nmos.policy {
    requires static transitive org.jspecify;

    exports nmos.policy;
    exports nmos.policy.anticipation;
    exports nmos.policy.batching;
    exports nmos.policy.experts;
    exports nmos.policy.kernel;
    exports nmos.policy.kv;
    exports nmos.policy.placement;
    exports nmos.policy.river;
    exports nmos.policy.speculation;
}
