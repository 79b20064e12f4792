package nmos.notebooks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.harness.quickstart.Quickstart;
import nmos.harness.validate.Follower;
import nmos.harness.validate.Trial;
import nmos.harness.validate.Validate;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.reports.run.Run;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;

/// Validations: found, or made on this computer with models nobody trained.
public final class Validations {
    /// A validation of a grid lies one folder deeper than one alone.
    private static final int DEPTH = 3;
    private static final int REPETITIONS = 3;
    /// People type so many times as fast as the quickstart's, which leaves most of a repetition to what is measured.
    private static final String SPEED = "workload.speed=32";

    private Validations() {}

    /// The folder of the validation that was written last, of all that lie under `runs`.
    public static Optional<Path> newest(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        Path newest = null;
        FileTime at = FileTime.fromMillis(Long.MIN_VALUE);
        try (Stream<Path> files = Files.walk(runs, DEPTH)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.endsWith(ValidationFile.NAME) && Files.isRegularFile(file)) {
                    FileTime written = Files.getLastModifiedTime(file);
                    if (written.compareTo(at) > 0) {
                        newest = file.getParent();
                        at = written;
                    }
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    /// Goes the way of `nmos quickstart`, which measures this computer, and then runs what that played several times more, so that it can be
    /// told how far measurements are from each other. Takes some minutes, and says on `out` what it is at.
    ///
    /// @return the folder of the validation
    public static Path make(Path runs, PrintStream out) throws IOException {
        Follower follower = telling(out);
        Path models = RunDirectory.fresh(runs, "quickstart").path();
        int threads = Runtime.getRuntime().availableProcessors();
        if (Quickstart.run(models, threads, "nmos quickstart", follower).isEmpty()) {
            throw new IOException(models + ": the quickstart was ended");
        }
        Path folder = RunDirectory.fresh(runs, "validated").path();
        LiveOptions live = LiveOptions.of(models.resolve(Quickstart.ORACLE), models.resolve(Quickstart.DRAFT)).paced().threads(threads);
        String command = "nmos validate " + models.resolve(Quickstart.SCENARIO) + " --oracle " + live.oracle() + " --draft " + live.draft()
                + " --pace-disk --set " + SPEED + " --repetitions " + REPETITIONS;
        Trial trial = new Trial(models.resolve(Quickstart.SCENARIO).toString(), List.of(SPEED), List.of(), live, true, REPETITIONS,
                Validation.Acceptance.PREDICTED, null, folder, command);
        if (Validate.run(trial, follower).isEmpty()) {
            throw new IOException(folder + ": the validation was ended");
        }
        return folder;
    }

    /// The measured runs of a validation, by repetition.
    public static List<Run> measured(Validation validation, Path folder) throws IOException {
        return runs(validation.measuredRuns(), folder);
    }

    /// The simulated runs of a validation, by repetition.
    public static List<Run> simulated(Validation validation, Path folder) throws IOException {
        return runs(validation.simulatedRuns(), folder);
    }

    private static List<Run> runs(List<String> names, Path folder) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (String name : names) {
            runs.add(Run.read(folder.resolve(name)));
        }
        return runs;
    }

    private static Follower telling(PrintStream out) {
        return new Follower() {
            @Override
            public void at(String what, int step, int steps) {
                out.println(what);
                out.flush();
            }

            @Override
            public boolean goOn() {
                return true;
            }
        };
    }
}
