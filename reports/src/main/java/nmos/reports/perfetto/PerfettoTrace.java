package nmos.reports.perfetto;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.reports.run.Run;
import nmos.reports.timeline.Timeline;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A trace of runs for ui.perfetto.dev: one process a run, all with their first keystroke or submit at 0.
///
/// A process has a line for each session (typing, waiting, reply; keys as instants), one for the passes, one for each resource with what kept it busy, and
/// where a GPU computed one for each of its streams: copies chunk by chunk and layers, by the GPU's own events.
/// Fetches and page moves stand beside them from command to report, and counters say what each tier held, how fast bytes went, and how many
/// fetches were in flight. Arrows go from the beginning of a turn over fetches and the pass that brought its first token to that token.
///
/// So that a trace can still be loaded, single works are shown only up to a number, and a counter of many steps only by its largest and
/// its last value in each part of the time; the trace says where.
public final class PerfettoTrace {
    /// What a trace file is called in a run's folder.
    public static final String NAME = "trace.perfetto.json";

    /// Works of a run that are shown one by one: about 20 MB of trace.
    static final int MOST_WORKS = 50_000;

    private static final int SIMULATED = 1;
    private static final int MEASURED = 2;

    private PerfettoTrace() {}

    /// Writes a trace of one of them or both, the simulated run as process 1 and the measured one as process 2, and leaves `out` open.
    public static void write(@Nullable Timeline simulated, @Nullable Timeline measured, OutputStream out) throws IOException {
        List<RunEvents> processes = new ArrayList<>();
        if (simulated != null) {
            processes.add(new RunEvents(SIMULATED, simulated, MOST_WORKS));
        }
        if (measured != null) {
            processes.add(new RunEvents(MEASURED, measured, MOST_WORKS));
        }
        events(processes, out);
    }

    /// Writes runs of any kind as processes 1, 2 and so on, and leaves `out` open.
    public static void write(List<Timeline> runs, OutputStream out) throws IOException {
        write(runs, MOST_WORKS, out);
    }

    static void write(List<Timeline> runs, int mostWorks, OutputStream out) throws IOException {
        List<RunEvents> processes = new ArrayList<>();
        for (Timeline run : runs) {
            processes.add(new RunEvents(processes.size() + 1, run, mostWorks));
        }
        events(processes, out);
    }

    private static void events(List<RunEvents> processes, OutputStream out) throws IOException {
        if (processes.isEmpty()) {
            throw new IllegalArgumentException("a trace of no run");
        }
        List<Event> events = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (RunEvents process : processes) {
            events.addAll(process.events());
            notes.addAll(process.notes());
        }
        events.sort(Event.IN_ORDER);
        try (EventWriter writer = new EventWriter(out, notes)) {
            for (RunEvents process : processes) {
                writer.process(process.process(), title(process.run()), process.tracks());
            }
            events.forEach(writer::write);
        } catch (JacksonException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getOriginalMessage(), failed);
        }
    }

    private static String title(Run run) {
        return run.kind().name().toLowerCase(Locale.ROOT) + ": " + run.scenario() + " on " + run.machine();
    }
}
