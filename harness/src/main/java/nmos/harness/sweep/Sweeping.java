package nmos.harness.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Evaluation;
import nmos.harness.grid.Metric;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import org.jspecify.annotations.Nullable;

/// A grid that is ready to be played. What it leaves does not depend on how many threads there are, nor on how often it was cut short.
public final class Sweeping {
    /// Points that are looked at before a grid is taken for an impossible one.
    private static final int LOOKS = 1000;
    /// A value is one metric of one replication of one point, and all are held in memory: so many, of a million points, were tried with 4 GB.
    private static final long MOST_VALUES = 7_000_000;

    private final Evaluation evaluation;
    private final Axes axes;
    private final Manifest manifest;

    private Sweeping(Evaluation evaluation, Axes axes, Manifest manifest) {
        this.evaluation = evaluation;
        this.axes = axes;
        this.manifest = manifest;
    }

    /// A point that is possible, and its number.
    private record First(int number, Candidate.Possible possible) {}

    /// Looks whether there is anything to play.
    ///
    /// @param replications of each point; null: as many as the scenario says
    /// @param files that are read for all points, by what to call them
    /// @param command what makes it again
    /// @throws SweepException where no point is possible, or there is more than can be held
    public static Sweeping of(Evaluation evaluation, Axes axes, @Nullable Integer replications, Map<String, Path> files, String command)
            throws IOException {
        First found = first(evaluation, axes);
        Candidate.Possible first = found.possible;
        int each = replications == null ? first.scenario().replications() : replications;
        long values = (long) axes.points() * each * evaluation.metrics().size();
        if (values > MOST_VALUES) {
            throw new SweepException(axes.points() + " points, " + each + " replications of each and " + evaluation.metrics().size()
                    + " metrics are " + values + " values, and " + MOST_VALUES + " are the most that were tried: ask for less of one of them");
        }
        Manifest manifest = new Manifest(
                first.scenario().name(),
                first.scenario().machine().name(),
                evaluation.settings(),
                axes.axes().stream().map(axis -> new Manifest.Axis(axis.path(), axis.values())).toList(),
                evaluation.metrics().stream()
                        .map(metric -> new Manifest.Metric(metric.name(), metric.unit(), metric.better() == Metric.Better.MORE))
                        .toList(),
                first.scenario().seed(),
                each,
                Inputs.sha256(first.scenario().toYaml()),
                Inputs.of(evaluation, axes, found.number, files),
                Program.sha256(),
                command,
                false,
                axes.points(),
                0,
                first.notCovered());
        return new Sweeping(evaluation, axes, manifest);
    }

    private static First first(Evaluation evaluation, Axes axes) {
        String reason = "";
        RuntimeException broken = null;
        int[] looks = looks(axes.points());
        for (int point : looks) {
            try {
                switch (evaluation.with(axes.settings(point))) {
                    case Candidate.Possible possible -> {
                        return new First(point, possible);
                    }
                    case Candidate.Impossible(String why, boolean _) -> reason = reason.isEmpty() ? why : reason;
                }
            } catch (RuntimeException fault) {
                broken = broken == null ? fault : broken;
            }
        }
        if (broken != null && reason.isEmpty()) {
            throw broken;
        }
        throw new SweepException("nothing to sweep: " + (looks.length == 1 ? "the point is not possible: " : "none of " + looks.length
                + " points looked at is possible, the first because of ") + reason);
    }

    /// All points, or some by chance, the same each time: even steps would fall in with the axes and see the same values over and over.
    private static int[] looks(int points) {
        return points <= LOOKS
                ? IntStream.range(0, points).toArray()
                : new Random(points).ints(0, points).distinct().limit(LOOKS).toArray();
    }

    public Manifest manifest() {
        return manifest;
    }

    /// Plays what the folder does not have yet, and writes its files. A sweep that was told not to go on, or that could not read a file, is not
    /// complete; what it has is told.
    ///
    /// @throws SweepException where the folder has another one
    public Sweep run(SweepLock lock, int threads, SweepWatch watch) throws IOException {
        try (SweepFolder folder = SweepFolder.open(lock, manifest)) {
            Map<Integer, Point> told = new HashMap<>();
            List<Point> measured = new ArrayList<>();
            for (Point point : folder.points()) {
                if (point.kind() == Point.Kind.MEASURED) {
                    measured.add(point);
                } else {
                    told.putIfAbsent(point.number(), point);
                }
            }
            List<Integer> open = new ArrayList<>();
            for (int number = 0; number < axes.points(); number++) {
                if (!told.containsKey(number)) {
                    open.add(number);
                }
            }
            // So that those that are over say how long the others will take. The order has no say in what is written.
            Collections.shuffle(open, new Random(open.size()));
            for (Point point : new Playing(evaluation, axes, manifest.replications(), open, folder, threads, watch).play()) {
                told.put(point.number(), point);
            }
            List<Point> all = new ArrayList<>(told.values());
            all.addAll(measured);
            Sweep sweep = Telling.of(manifest.reached(told.size() == axes.points(), told.size()), all);
            folder.finish(sweep);
            return sweep;
        }
    }
}
