/// Run directories.
module nmos.journal {
    requires static org.jspecify;
    requires transitive nmos.policy;
    requires tools.jackson.core;
}
