package nmos.reports.page;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport.Kind;
import nmos.reports.chart.Ink;
import nmos.reports.run.Run;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.UntoldException;
import org.jspecify.annotations.Nullable;

/// A run on a page: what it is called there, its colour, and its timeline, or why it has none.
record Subject(String label, Ink ink, Run run, @Nullable Timeline timeline, String untold) {

    static Subject of(String label, Ink ink, Run run) throws IOException {
        if (!Files.exists(run.folder().resolve(RunDirectory.JOURNAL))) {
            return new Subject(label, ink, run, null, "it left no journal");
        }
        try {
            return new Subject(label, ink, run, Timeline.of(run), "");
        } catch (UntoldException untold) {
            return new Subject(label, ink, run, null, untold.why());
        }
    }

    /// The colour of a world.
    static Ink ink(Kind kind) {
        return switch (kind) {
            case SIMULATED -> Ink.SIMULATED;
            case MEASURED, PACED -> Ink.MEASURED;
        };
    }

    static String world(Kind kind) {
        return switch (kind) {
            case SIMULATED -> "simulated";
            case MEASURED -> "measured";
            case PACED -> "paced";
        };
    }

    /// What a reader must know before any figure.
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        labels.add(world(run.kind()));
        if (run.notCovered().stream().anyMatch(line -> line.startsWith("emulated:"))) {
            labels.add("emulated");
        }
        if (run.carriedOut() != null && run.carriedOut().madeUpText()) {
            labels.add("made-up text");
        }
        if (!run.complete()) {
            labels.add("cut short");
        }
        return labels;
    }
}
