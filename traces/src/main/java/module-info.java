/// Typing traces: the format, importers, statistics and a generator.
module nmos.traces {
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports nmos.traces;
    exports nmos.traces.file;
    exports nmos.traces.imports;
    exports nmos.traces.stats;
    exports nmos.traces.synth;
}
