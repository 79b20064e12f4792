package nmos.bench.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.tune.Aim;
import nmos.harness.tune.Budget;
import nmos.harness.tune.Tune;
import nmos.harness.tune.Tuned;
import nmos.harness.validate.Follower;
import nmos.scenarios.ScenarioLoader;

/// Tries every point of three grids, and then searches each with several seeds: how far from the best of the grid is the setting that was found?
///
/// Arguments: `--tables DIR` (where the grids are kept; default: a new folder), `--evaluations 100`, `--replications 8`, `--seeds 5`, `--only NAME`.
public final class TuneBesideGrid {
    private TuneBesideGrid() {}

    public static void main(String[] args) throws IOException {
        Path tables = null;
        int evaluations = Budget.EVALUATIONS;
        int replications = Budget.REPLICATIONS;
        int seeds = 5;
        String only = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--tables" -> tables = Path.of(args[i + 1]);
                case "--evaluations" -> evaluations = Integer.parseInt(args[i + 1]);
                case "--replications" -> replications = Integer.parseInt(args[i + 1]);
                case "--seeds" -> seeds = Integer.parseInt(args[i + 1]);
                case "--only" -> only = args[i + 1];
                case String other -> throw new IllegalArgumentException(other + ": no such option");
            }
        }
        Path folder = tables == null ? Files.createTempDirectory("nmos-grids") : Files.createDirectories(tables);
        for (Contest contest : Contest.ALL) {
            if (only.isEmpty() || only.equals(contest.name())) {
                contest(contest, folder, new Budget(evaluations, replications, 1, 0), seeds);
            }
        }
    }

    private static void contest(Contest contest, Path folder, Budget budget, int seeds) throws IOException {
        System.out.println(contest.command(budget.evaluations(), budget.replications(), 1));
        long beginNs = System.nanoTime();
        Table table = Table.of(contest, budget.replications(), folder.resolve(contest.name() + "-" + budget.replications() + ".txt"));
        Aim aim = contest.aim();
        List<Double> kept = new ArrayList<>();
        int impossible = 0;
        for (List<Played> point : table.points().values()) {
            impossible += point.isEmpty() ? 1 : 0;
            if (keeps(point, aim)) {
                kept.add(mean(point, 0));
            }
        }
        kept.sort((a, b) -> aim.goal().better(a, b) ? -1 : 1);
        System.out.printf(Locale.ROOT, "grid: %d points, %d cannot be, %d keep the limits, best %.4f; %d within 1 %% of it (%.0f s)%n",
                table.points().size() - 1, impossible, kept.size(), kept.getFirst(),
                kept.stream().filter(value -> off(value, kept.getFirst()) <= .01).count(), (System.nanoTime() - beginNs) / 1e9);
        int within = 0;
        double worst = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            Budget one = new Budget(budget.evaluations(), budget.replications(), 1, seed);
            long fromNs = System.nanoTime();
            Tuned tuned = Tune.run(table.plays(), contest.vary(), ScenarioLoader.load(contest.scenario(), contest.settings()), aim, one, Follower.NOBODY);
            Tuned.Best best = tuned.best();
            double off = best == null ? Double.POSITIVE_INFINITY : off(mean(best, budget.replications()), kept.getFirst());
            within += off <= .01 ? 1 : 0;
            worst = Math.max(worst, off);
            if (seeds <= 10) {
                System.out.printf(Locale.ROOT, "seed %d: %s off by %.2f %%, %d tried, %d replications, found as number %s, %.1f s: %s%n",
                        seed, best == null ? "nothing" : String.format(Locale.ROOT, "%.4f", mean(best, budget.replications())), 100 * off,
                        tuned.trials().stream().filter(trial -> trial.refused() == null).count(), tuned.plays(),
                        best == null ? "-" : "" + best.trial().number(), (System.nanoTime() - fromNs) / 1e9,
                        best == null ? "" : best.trial().settings());
            }
        }
        System.out.printf(Locale.ROOT, "%s: within 1 %% with %d of %d seeds, worst off by %.2f %%%n%n", contest.name(), within, seeds, 100 * worst);
    }

    /// Over the replications that the grid has.
    private static double mean(Tuned.Best best, int replications) {
        return Arrays.stream(best.trial().values(0), 0, replications).average().orElseThrow();
    }

    private static double off(double value, double best) {
        return Math.abs(value - best) / Math.abs(best);
    }

    private static boolean keeps(List<Played> point, Aim aim) {
        if (point.isEmpty() || point.stream().anyMatch(one -> one.failedTurns() > 0 || Arrays.stream(one.values()).anyMatch(Double::isNaN))) {
            return false;
        }
        return aim.limits().stream().allMatch(limit -> limit.holds(mean(point, aim.metrics().stream()
                .map(metric -> metric.name()).toList().indexOf(limit.metric().name()))));
    }

    private static double mean(List<Played> point, int metric) {
        return point.stream().mapToDouble(one -> one.values()[metric]).average().orElseThrow();
    }
}
