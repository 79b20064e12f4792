package nmos.harness.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Evaluation;
import nmos.harness.run.Measured;
import nmos.harness.run.Played;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.world.LiveOptions;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;

/// Points of a grid run for real, once each, beside what was simulated.
public final class Measuring {
    private static final String RUNS = "live";

    private Measuring() {}

    /// Measures those of the points that the sweep has no measurement of yet, a run directory for each under `live`. What is measured is in the
    /// folder's files before the next begins. `notes` hears what went wrong in a run; one whose decisions a fresh policy does not repeat is kept as
    /// unsound.
    public static Sweep of(
            Sweep sweep, SweepLock lock, Evaluation evaluation, Axes axes, List<Integer> numbers, LiveOptions live, Consumer<String> notes, BooleanSupplier goOn)
            throws IOException {
        Sweep so = sweep;
        for (int number : numbers.stream().distinct().toList()) {
            boolean measured = so.measured().stream().anyMatch(point -> point.number() == number);
            if (!measured && goOn.getAsBoolean()) {
                Optional<Point> point = measure(number, lock, evaluation, axes, live, notes, goOn);
                if (point.isPresent()) {
                    so = with(so, point.get());
                    SweepFile.write(so, lock.folder());
                }
            }
        }
        return so;
    }

    /// Empty where the run was cut short.
    private static Optional<Point> measure(
            int number, SweepLock lock, Evaluation evaluation, Axes axes, LiveOptions live, Consumer<String> notes, BooleanSupplier goOn) throws IOException {
        List<String> settings = new ArrayList<>(evaluation.settings());
        settings.addAll(axes.settings(number));
        RunDirectory run = RunDirectory.fresh(lock.folder().resolve(RUNS), "point-" + number);
        Played played = Measured.play(evaluation.scenario().with(settings), live, run, _ -> goOn.getAsBoolean());
        String whose = "point " + number + ": ";
        String otherwise = played.otherwise();
        if (otherwise != null) {
            notes.accept(whose + otherwise);
        }
        played.faults().forEach(fault -> notes.accept(whose + fault));
        RunReport report = played.report();
        RunReport.Summary summary = report.summary();
        if (!report.complete() || summary == null) {
            notes.accept(whose + "the run was cut short, what there is of it is in " + run.path());
            return Optional.empty();
        }
        List<List<Double>> values = evaluation.metrics().stream()
                .map(metric -> List.of(metric.of(report).orElse(Double.NaN)))
                .toList();
        return Optional.of(new Point(
                number, Point.Kind.MEASURED, null, List.of(summary.failedTurns()), values, List.of(), RUNS + "/" + run.path().getFileName(), otherwise));
    }

    private static Sweep with(Sweep sweep, Point measured) {
        List<Point> all = new ArrayList<>(sweep.points());
        all.add(measured);
        return Telling.of(sweep.manifest(), all);
    }
}
