package nmos.traces;

/// The first line of a trace. `text`: what was typed is in it; without, there are only lengths and classes. `source`: where the
/// typing comes from, or what generated it. `why`: what this trace is there to show.
public record TraceHeader(boolean text, String source, String why) {}
