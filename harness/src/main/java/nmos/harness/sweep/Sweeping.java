package nmos.harness.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    /// Points that are looked at, evenly over the grid, before it is taken for an impossible one.
    private static final int LOOKS = 1000;

    private final Evaluation evaluation;
    private final Axes axes;
    private final Manifest manifest;

    private Sweeping(Evaluation evaluation, Axes axes, Manifest manifest) {
        this.evaluation = evaluation;
        this.axes = axes;
        this.manifest = manifest;
    }

    /// Looks whether there is anything to play.
    ///
    /// @param replications of each point; null: as many as the scenario says
    /// @param command what makes it again
    /// @throws SweepException where no point is possible
    public static Sweeping of(Evaluation evaluation, Axes axes, @Nullable Integer replications, String command) throws IOException {
        Candidate.Possible first = firstPossible(evaluation, axes);
        Manifest manifest = new Manifest(
                first.scenario().name(),
                first.scenario().machine().name(),
                evaluation.settings(),
                axes.axes().stream().map(axis -> new Manifest.Axis(axis.path(), axis.values())).toList(),
                evaluation.metrics().stream()
                        .map(metric -> new Manifest.Metric(metric.name(), metric.unit(), metric.better() == Metric.Better.MORE))
                        .toList(),
                first.scenario().seed(),
                replications == null ? first.scenario().replications() : replications,
                Program.sha256(first.scenario().toYaml()),
                Program.sha256(),
                command,
                false,
                axes.points(),
                0,
                first.notCovered());
        return new Sweeping(evaluation, axes, manifest);
    }

    private static Candidate.Possible firstPossible(Evaluation evaluation, Axes axes) {
        String reason = "";
        int step = Math.max(1, axes.points() / LOOKS);
        int looks = 0;
        for (int point = 0; point < axes.points(); point += step) {
            looks++;
            switch (evaluation.with(axes.settings(point))) {
                case Candidate.Possible possible -> {
                    return possible;
                }
                case Candidate.Impossible(String why) -> reason = reason.isEmpty() ? why : reason;
            }
        }
        throw new SweepException("nothing to sweep: " + (looks == 1 ? "the point is not possible: " : "none of " + looks
                + " points looked at is possible, the first because of ") + reason);
    }

    public Manifest manifest() {
        return manifest;
    }

    /// Plays what the folder does not have yet, and writes its files. A sweep that was told not to go on is not complete; what it has is told.
    ///
    /// @throws SweepException where the folder has another one, or another program is at work in it
    public Sweep run(Path path, int threads, SweepWatch watch) throws IOException {
        try (SweepFolder folder = SweepFolder.open(path, manifest)) {
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
            for (Point point : play(open, folder, threads, told.size(), watch)) {
                told.put(point.number(), point);
            }
            List<Point> all = new ArrayList<>(told.values());
            all.addAll(measured);
            Sweep sweep = Telling.of(manifest.reached(told.size() == axes.points(), told.size()), all);
            folder.finish(sweep);
            return sweep;
        }
    }

    private List<Point> play(List<Integer> open, SweepFolder folder, int threads, int before, SweepWatch watch) throws IOException {
        int workers = Math.min(threads, Math.max(1, open.size()));
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        List<Point> played = Collections.synchronizedList(new ArrayList<>());
        Pace pace = new Pace();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(pool.submit(() -> {
                    try {
                        for (int at = next.getAndIncrement(); at < open.size() && !failed.get() && watch.goOn(); at = next.getAndIncrement()) {
                            long fromNs = System.nanoTime();
                            Optional<Point> point = play(open.get(at), failed, watch);
                            if (point.isPresent()) {
                                pace.took(System.nanoTime() - fromNs);
                                folder.add(point.get());
                                played.add(point.get());
                                int left = open.size() - played.size();
                                watch.at(before + played.size(), axes.points(), pace.left(left, workers));
                            }
                        }
                        return null;
                    } catch (Exception | Error fault) {
                        failed.set(true);
                        throw fault;
                    }
                }));
            }
            for (Future<?> one : all) {
                await(one);
            }
        }
        return played;
    }

    /// Empty where it was told not to go on.
    private Optional<Point> play(int number, AtomicBoolean failed, SweepWatch watch) {
        List<String> settings = axes.settings(number);
        try {
            return switch (evaluation.with(settings)) {
                case Candidate.Impossible(String reason) -> Optional.of(Point.impossible(number, reason));
                case Candidate.Possible possible -> play(number, possible, failed, watch);
            };
        } catch (RuntimeException fault) {
            throw new IllegalStateException("at " + String.join(" ", settings) + ": " + fault, fault);
        }
    }

    private Optional<Point> play(int number, Candidate.Possible possible, AtomicBoolean failed, SweepWatch watch) {
        int metrics = evaluation.metrics().size();
        Double[][] values = new Double[metrics][manifest.replications()];
        List<Integer> failedTurns = new ArrayList<>();
        for (int replication = 0; replication < manifest.replications(); replication++) {
            Optional<Candidate.Played> played = possible.play(replication, () -> !failed.get() && watch.goOn());
            if (played.isEmpty()) {
                return Optional.empty();
            }
            for (int metric = 0; metric < metrics; metric++) {
                values[metric][replication] = played.get().values()[metric];
            }
            failedTurns.add(played.get().failedTurns());
        }
        return Optional.of(new Point(
                number, Point.Kind.SIMULATED, null, failedTurns, Arrays.stream(values).map(List::of).toList(), List.of(), null));
    }

    private static void await(Future<?> work) throws IOException {
        try {
            work.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException unwritten -> throw unwritten;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the sweep was interrupted", stopped);
        }
    }
}
