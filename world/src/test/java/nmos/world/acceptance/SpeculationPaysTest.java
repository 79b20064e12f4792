package nmos.world.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nmos.policy.DraftOrder;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.speculation.Speculation;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import nmos.policy.speculation.Speculations;
import nmos.world.acceptance.AcceptanceSpec.Burst;
import nmos.world.acceptance.AcceptanceSpec.Lookup;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The adaptive tree against fixed shapes, on machines from a streamed model (rows are free) to one that computes row by
/// row (nothing pays), all meeting the same text.
class SpeculationPaysTest {
    private static final int PASSES = 4_000;
    private static final long MS = 1_000_000;
    private static final double[] HARD_PROSE = {0.4, 0.15, 0.08, 0.05};

    private static final List<List<Integer>> TREES =
            List.of(List.of(2, 1), List.of(3, 2, 1, 1), List.of(4, 2, 1, 1, 1, 1), List.of(3, 2, 2, 1, 1, 1, 1, 1));

    /// `gain`: what the adaptive tree must reach of the best fixed shape's tokens per second where confidences differ.
    record Machine(String name, double gain, Facts.Draft draft, Speculation.PassCost cost) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Machine> MACHINES = List.of(
            new Machine("streamed, flat", 1.1, draftMs(12, 1), rows -> 10_000 * MS),
            new Machine("streamed, bent at 32 rows", 1.1, draftMs(12, 1), rows -> Math.max(2_000, 60L * rows) * MS),
            new Machine("resident, 1/10 a row", 1, draftMs(3, 1), rows -> (30L + 3L * rows) * MS),
            new Machine("resident, draft a third", 0.98, draftMs(10, 1), rows -> (30L + rows) * MS),
            new Machine("computed, row by row", 0.98, draftMs(5, 1), rows -> 40L * rows * MS));

    private static Facts.Draft draftMs(long level, long node) {
        return new Facts.Draft(true, level * MS, node * MS, MS);
    }

    private static Map<String, PerPosition> texts() {
        Map<String, PerPosition> texts = new LinkedHashMap<>();
        double[] ranks = {0.65, 0.12, 0.05, 0.03, 0.02, 0.02, 0.01};
        texts.put("sure of itself or not", PerPosition.ranks(2.5, ranks));
        texts.put("evenly unsure", PerPosition.ranks(0, ranks));
        texts.put("code", PerPosition.ranks(3, 0.88, 0.06, 0.02));
        texts.put("hard prose", PerPosition.ranks(2, HARD_PROSE));
        texts.put("in bursts", new PerPosition(List.of(0.65), List.of(0.3, 0.1), 1.5, new Burst(0.4, 0.4, 25)));
        return texts;
    }

    private static double tokensPerSec(Speculation speculation, Machine machine, Acceptance acceptance) {
        long ns = 0;
        long tokens = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            DraftOrder order = speculation.order(machine.cost());
            Draft draft = acceptance.draft(0, order);
            int kept = speculation.keep(order, draft.tree(), machine.cost());
            Verdict verdict = acceptance.verify(draft, kept);
            speculation.learn(order, draft.tree(), kept, verdict.accepted(), verdict.leaf());
            ns += machine.cost().ns(kept + 1) + draftNs(machine.draft(), order, draft);
            tokens += verdict.accepted() + 1;
        }
        return tokens * 1e9 / (double) ns;
    }

    private static long draftNs(Facts.Draft costs, DraftOrder order, Draft draft) {
        if (order.drafter() == DraftOrder.Drafter.LOOKUP) {
            return 0;
        }
        int levels = 0;
        int[] depth = new int[draft.tree().nodes()];
        for (int node = 0; node < depth.length; node++) {
            int parent = draft.tree().parent()[node];
            depth[node] = parent < 0 ? 1 : depth[parent] + 1;
            levels = Math.max(levels, depth[node]);
        }
        return levels * costs.nsPerLevel() + (depth.length - levels) * costs.nsPerNode();
    }

    private static Facts facts(Facts.Draft draft) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {1});
        return new Facts(
                List.of(new Facts.Shard(Facts.Kind.LAYER, 0, 1, 1, List.of(curve, curve))),
                List.of(new Facts.Tier("ssd", 0, 0, false), new Facts.Tier("ram", 1, 0, true)),
                List.of(new Facts.Hop(0, 1, 1)),
                draft,
                new Facts.Kv(1, 1, 0, 0));
    }

    private static double tokensPerSec(
            Speculations kind, Drafting drafting, int k, List<Integer> widths, Machine machine, Acceptance acceptance) {
        SpeculationKnobs knobs = new SpeculationKnobs(kind, drafting, k, widths, 64, 16, 4, false);
        return tokensPerSec(kind.create(knobs, facts(machine.draft())), machine, acceptance);
    }

    private static double adaptive(Machine machine, Drafting drafting, Acceptance acceptance) {
        return tokensPerSec(Speculations.TREE_ADAPTIVE, drafting, 0, List.of(), machine, acceptance);
    }

    /// The best of all chains and static trees tried, no speculation included.
    private static double bestFixed(Machine machine, PerPosition text) {
        double best = 0;
        for (int k : new int[] {0, 1, 2, 3, 4, 6, 8, 12, 16}) {
            best = Math.max(
                    best,
                    tokensPerSec(Speculations.CHAIN, Drafting.MODEL, k, List.of(), machine, acceptance(text, null)));
        }
        for (List<Integer> widths : TREES) {
            best = Math.max(
                    best,
                    tokensPerSec(Speculations.TREE_STATIC, Drafting.MODEL, 0, widths, machine, acceptance(text, null)));
        }
        return best;
    }

    private static Acceptance acceptance(PerPosition text, @Nullable Lookup lookup) {
        return new Acceptance(new AcceptanceSpec(text, lookup), new SplittableRandom(2026));
    }

    static Stream<Arguments> cases() {
        return MACHINES.stream()
                .flatMap(machine -> texts().entrySet().stream()
                        .map(text -> arguments(machine, text.getKey(), text.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void theAdaptiveTreeBeatsEveryFixedShapeWhereConfidencesGiveAChoice(Machine machine, String name, PerPosition text) {
        double gain = adaptive(machine, Drafting.MODEL, acceptance(text, null)) / bestFixed(machine, text);
        // Without spread one fixed shape is best of all, if need be none, and finding that out costs probes.
        assertThat(gain).isGreaterThan(text.spread() > 0 ? machine.gain() : 0.98);
    }

    @Test
    void choosingBetweenDraftersCostsLittleAgainstKnowingTheBetterOne() {
        PerPosition text = PerPosition.ranks(2, HARD_PROSE);
        Lookup often = new Lookup(0.8, List.of(0.9));
        Lookup seldom = new Lookup(0.1, List.of(0.6));
        for (Machine machine : MACHINES.subList(0, 4)) {
            for (Lookup lookup : List.of(often, seldom)) {
                double model = adaptive(machine, Drafting.MODEL, acceptance(text, lookup));
                double found = adaptive(machine, Drafting.LOOKUP, acceptance(text, lookup));
                double either = adaptive(machine, Drafting.EITHER, acceptance(text, lookup));
                assertThat(either).as("%s, %s", machine, lookup).isGreaterThan(0.93 * Math.max(model, found));
            }
        }
    }
}
