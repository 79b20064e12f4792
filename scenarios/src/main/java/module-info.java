/// Scenario and machine files, model shapes, and the one place that composes a policy.
module nmos.scenarios {
    requires static transitive org.jspecify;
    requires transitive nmos.policy;
    requires transitive nmos.traces;
    requires org.snakeyaml.engine;

    exports nmos.scenarios;
    exports nmos.scenarios.claim;
    exports nmos.scenarios.machine;
    exports nmos.scenarios.shape;
    exports nmos.scenarios.yaml;
}
