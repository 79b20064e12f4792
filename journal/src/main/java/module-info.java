/// Run directories: manifest, signals and commands, metrics.
module nmos.journal {
    requires static transitive org.jspecify;
    requires transitive nmos.policy;
    requires tools.jackson.core;

    exports nmos.journal;
}
