package nmos.harness.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kv.KvPolicies;
import nmos.scenarios.AcceptanceSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;

/// The fields of a scenario's policy that are worth trying where nobody says which: those that have a say in it, and change neither the machine, nor
/// the models, nor what is asked of them. Dropping KV is not among them, for what it does to the text nobody can tell here.
public final class Usual {
    private static final int LONGEST_CHAIN = 32;
    private static final int LARGEST_TREE = 128;
    /// Smaller pages take minutes to simulate and were never the better ones; see what a page size costs, in the README of scenarios.
    private static final long SMALLEST_PAGE = 1 << 20;
    private static final long LARGEST_PAGE = 64 << 20;

    private Usual() {}

    /// As `--vary` takes them.
    public static List<String> knobs(Scenario scenario) {
        List<String> knobs = new ArrayList<>();
        int rows = scenario.batching().maxRows();
        knobs.add("placement.kind=mmap-lru,pinned,hybrid");
        knobs.add("placement.rows=" + doubling(1, rows));
        knobs.add("river.kind=on-demand,double-buffer,just-in-time");
        knobs.add("river.fetchesPerHop=1,2,4");
        if (guesses(scenario)) {
            int nodes = Math.max(1, rows - 1);
            knobs.add("speculation.kind=off,chain,tree-static,tree-adaptive");
            knobs.add("speculation.k=1.." + Math.min(LONGEST_CHAIN, nodes));
            knobs.add("speculation.widths=" + trees(scenario, nodes));
            knobs.add("speculation.maxNodes=" + doubling(1, Math.min(LARGEST_TREE, nodes)));
            if (scenario.draft() != null) {
                knobs.add("speculation.whilePass=false,true");
            }
        }
        if (scenario.kv().kind() != KvPolicies.KEEP_ALL) {
            long position = scenario.oracle().kvBytesPerToken();
            knobs.add("kv.pageBytes=" + LongStream.iterate(SMALLEST_PAGE, bytes -> bytes <= LARGEST_PAGE, bytes -> 2 * bytes)
                    .filter(bytes -> bytes >= position)
                    .mapToObj(bytes -> (bytes >> 20) + " MiB")
                    .collect(Collectors.joining(",")));
            long tokens = (long) scenario.tokensPerSession() * scenario.workload().sessions();
            knobs.add("kv.residentTokens=" + LongStream.rangeClosed(1, 8)
                    .map(eighth -> Math.max(1, tokens * eighth / 8))
                    .distinct()
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(",")));
        }
        if (types(scenario.workload())) {
            boolean completes = scenario.draft() != null && scenario.completion().tokenPpm() > 0;
            knobs.add("anticipation.kind=none,warm,prefill" + (completes ? ",predict" : ""));
            if (completes && scenario.anticipation().kind() == Anticipations.PREDICT) {
                knobs.add("anticipation.predictTokens=2,4,8,16,32");
            }
        }
        if (scenario.workload().sessions() > 1) {
            knobs.add("batching.kind=one-session,fifo,shortest-remaining,semi-clairvoyant");
            knobs.add("batching.patience=1,4,16,64");
        }
        return knobs;
    }

    /// Whether speculation has somebody to guess and something that says how well.
    private static boolean guesses(Scenario scenario) {
        boolean model = scenario.draft() != null && !(scenario.acceptance() instanceof AcceptanceSpec.None);
        boolean lookup = scenario.lookup().matchPpm() > 0;
        return switch (scenario.speculation().drafting()) {
            case MODEL -> model;
            case LOOKUP -> lookup;
            case EITHER -> model && lookup;
        };
    }

    private static boolean types(Workload workload) {
        return workload.typed() != null || workload.typingNs() > 0;
    }

    /// Trees of several sizes, and the scenario's own, of no more nodes than a pass has rows for.
    private static String trees(Scenario scenario, int most) {
        List<List<Integer>> trees = new ArrayList<>(List.of(
                List.of(2), List.of(2, 1), List.of(2, 2, 1), List.of(3, 2, 1, 1), List.of(4, 2, 2, 1, 1), List.of(4, 3, 2, 2, 1, 1, 1)));
        trees.add(scenario.speculation().widths());
        String fitting = trees.stream()
                .distinct()
                .filter(tree -> nodes(tree) <= most)
                .map(tree -> tree.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(","));
        return fitting.isEmpty() ? "[1]" : fitting;
    }

    private static int nodes(List<Integer> tree) {
        int nodes = 0;
        int level = 1;
        for (int width : tree) {
            level *= width;
            nodes += level;
        }
        return nodes;
    }

    private static String doubling(int from, int to) {
        return LongStream.iterate(from, value -> value <= to, value -> 2 * value).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
