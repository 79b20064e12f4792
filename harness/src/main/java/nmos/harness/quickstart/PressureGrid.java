package nmos.harness.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.harness.validate.Follower;
import nmos.scenarios.Scenario;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Summary;

/// Lengths of chains by sizes of KV pages, simulated where memory holds the model, and a conversation that goes on has most of its KV
/// cross a slow link in every pass.
public record PressureGrid(List<Point> points) {
    private static final List<Integer> CHAINS = List.of(0, 1, 2, 3, 4, 6, 8);
    private static final List<String> PAGES = List.of("128 KiB", "256 KiB", "512 KiB", "1 MiB", "2 MiB");
    static final String FILE = "tried.csv";

    /// Tokens/s at a chain of so many guesses with pages of such a size.
    public record Point(int k, String pageBytes, double tokensPerSecond) {}

    interface Load {
        Scenario with(List<String> settings);
    }

    public PressureGrid {
        points = List.copyOf(points);
    }

    /// Nothing: the follower ended it.
    static Optional<PressureGrid> of(Load load, Follower follower) throws IOException {
        List<Point> points = new ArrayList<>();
        for (int k : CHAINS) {
            for (String page : PAGES) {
                if (!follower.goOn()) {
                    return Optional.empty();
                }
                Scenario scenario = load.with(List.of(
                        k == 0 ? "speculation.kind=off" : "speculation.kind=chain",
                        "speculation.k=" + Math.max(1, k),
                        "kv.policy=lru",
                        "kv.pageBytes=" + page,
                        "kv.residentTokens=96",
                        "machine.tiers.ram.capacity.value=200 MB",
                        "machine.tiers.vram.capacity.value=100 MB",
                        "machine.hops.link.bandwidth.value=200 MB/s",
                        "machine.hops.link.bandwidthDown.value=200 MB/s",
                        "workload.freshContext=false",
                        "kv.spill.ram=16 MB",
                        "kv.spill.ssd=64 MB"));
                Simulation simulation = new Simulation(scenario);
                SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
                Summary.of(outcome.run().turns(), outcome.run().passes())
                        .tokensPerSecond()
                        .ifPresent(rate -> points.add(new Point(k, page, rate)));
            }
        }
        return Optional.of(new PressureGrid(points));
    }

    public Optional<Point> at(int k, String pageBytes) {
        return points.stream().filter(point -> point.k == k && point.pageBytes.equals(pageBytes)).findFirst();
    }

    /// The one with the most tokens/s, where any gave some.
    public Optional<Point> best() {
        return points.stream().max(Comparator.comparingDouble(Point::tokensPerSecond));
    }

    void write(Path folder) throws IOException {
        StringBuilder out = new StringBuilder("k,page_bytes,tokens_per_second\n");
        for (Point point : points) {
            out.append(String.format(Locale.ROOT, "%d,%s,%.4f%n", point.k, point.pageBytes, point.tokensPerSecond));
        }
        Files.writeString(folder.resolve(FILE), out.toString());
    }
}
