/// Scenario and machine files, model shapes, and the one place that composes a policy.
module nmos.scenarios {
    requires static org.jspecify;
    requires transitive nmos.policy;
    requires org.snakeyaml.engine;

    exports nmos.scenarios.shape;
}
