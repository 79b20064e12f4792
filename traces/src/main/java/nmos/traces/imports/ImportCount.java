package nmos.traces.imports;

/// What an import made of its file. `left`: changes that touched text from before the prompt and so left no event.
public record ImportCount(int sessions, long turns, long events, long left) {}
