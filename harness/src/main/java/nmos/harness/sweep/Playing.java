package nmos.harness.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Evaluation;
import nmos.reports.sweep.Point;
import org.jspecify.annotations.Nullable;

/// Points being played by several threads. Each takes one replication of one point at a time, so that a few points with many replications keep all
/// of them at work; a point is told once its last replication is over. What it comes to does not depend on who played what.
final class Playing {
    private final Evaluation evaluation;
    private final Axes axes;
    private final int replications;
    private final List<Integer> open;
    private final SweepFolder folder;
    private final SweepWatch watch;
    private final int workers;
    private final Pace pace;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong over = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final ConcurrentMap<Integer, Hand> hands = new ConcurrentHashMap<>();
    private final List<Point> told = Collections.synchronizedList(new ArrayList<>());

    /// `open`: the numbers of the points to be played, in the order in which they are begun.
    Playing(Evaluation evaluation, Axes axes, int replications, List<Integer> open, SweepFolder folder, int threads, SweepWatch watch) {
        this.evaluation = evaluation;
        this.axes = axes;
        this.replications = replications;
        this.open = open;
        this.folder = folder;
        this.watch = watch;
        workers = (int) Math.min(threads, Math.max(1, plays()));
        pace = new Pace(replications);
    }

    private long plays() {
        return (long) open.size() * replications;
    }

    /// The points that were told before the last was or somebody ended it; all of them are in the folder.
    List<Point> play() throws IOException {
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(pool.submit(() -> {
                    try {
                        for (long at = next.getAndIncrement(); at < plays() && goOn(); at = next.getAndIncrement()) {
                            play((int) (at / replications), (int) (at % replications));
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
        return told;
    }

    private boolean goOn() {
        return !failed.get() && watch.goOn();
    }

    private void play(int at, int replication) throws IOException {
        long fromNs = System.nanoTime();
        Hand hand = hands.computeIfAbsent(at, _ -> new Hand(open.get(at)));
        if (!hand.play(replication)) {
            return;
        }
        pace.took(hand.number, System.nanoTime() - fromNs);
        if (hand.isOver()) {
            hands.remove(at);
            Optional<Point> point = hand.point();
            if (point.isPresent()) {
                folder.add(point.get());
                told.add(point.get());
            }
        }
        long played = over.incrementAndGet();
        int before = axes.points() - open.size();
        watch.at(new SweepWatch.Reached(before + told.size(), axes.points(), (long) before * replications + played,
                (long) axes.points() * replications, pace.left(plays() - played, workers)));
    }

    /// A point of which some replications are over.
    private final class Hand {
        private final int number;
        private final Double[][] values;
        private final Integer[] failedTurns;
        private int left;
        private @Nullable Candidate candidate;
        /// Of the first replication that came to no end, whichever was played first.
        private int brokenAt = Integer.MAX_VALUE;
        private String broken = "";

        Hand(int number) {
            this.number = number;
            values = new Double[evaluation.metrics().size()][replications];
            failedTurns = new Integer[replications];
            left = replications;
        }

        /// Whether it came to its end.
        boolean play(int replication) {
            try {
                if (candidate() instanceof Candidate.Possible possible) {
                    Optional<Candidate.Played> played = possible.play(replication, Playing.this::goOn);
                    played.ifPresent(outcome -> keep(replication, outcome));
                    return played.isPresent();
                }
            } catch (RuntimeException fault) {
                broke(replication, fault);
            }
            return true;
        }

        private synchronized Candidate candidate() {
            Candidate known = candidate;
            if (known == null) {
                known = evaluation.with(axes.settings(number));
                candidate = known;
            }
            return known;
        }

        private synchronized void keep(int replication, Candidate.Played played) {
            for (int metric = 0; metric < values.length; metric++) {
                values[metric][replication] = played.values()[metric];
            }
            failedTurns[replication] = played.failedTurns();
        }

        /// One point that cannot be played must not take the others with it, and must be told.
        private synchronized void broke(int replication, RuntimeException fault) {
            if (replication < brokenAt) {
                brokenAt = replication;
                broken = "playing it failed: " + String.valueOf(fault).replaceAll("\\s*\\R\\s*", "; ");
            }
        }

        /// Asked once by each that played a replication: whether that was the last.
        synchronized boolean isOver() {
            left--;
            return left == 0;
        }

        /// Nothing where a file could not be read.
        synchronized Optional<Point> point() {
            if (candidate instanceof Candidate.Impossible(String reason, boolean unread)) {
                if (unread) {
                    watch.unread(axes.settings(number), reason);
                    return Optional.empty();
                }
                return Optional.of(Point.impossible(number, reason));
            }
            return Optional.of(brokenAt < Integer.MAX_VALUE
                    ? Point.impossible(number, broken)
                    : new Point(number, Point.Kind.SIMULATED, null, Arrays.asList(failedTurns), Arrays.stream(values).map(List::of).toList(),
                            List.of(), null));
        }
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
