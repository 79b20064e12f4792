/// Intent classifiers for half-typed prompts, and how far they can be trusted.
module nmos.scout {
    requires static transitive org.jspecify;
    requires transitive nmos.policy;
    requires tools.jackson.core;

    exports nmos.scout;
}
