package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nmos.policy.Cause;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.Visits;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import org.junit.jupiter.api.Test;

/// Layers of 100 bytes with experts of 10, storage (0) and RAM (1), two fetches at a time.
class ExpertsTest {
    private static final int RAM = 1;
    private static final int COMMANDS_AT_MOST = 1_024;

    private final Told told = new Told();
    private long now;

    private static Facts facts(int layers, int experts) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {10});
        List<RowCurve> curves = List.of(curve, curve);
        List<Facts.Shard> shards = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            shards.add(new Facts.Shard(Facts.Kind.LAYER, layer, 100, 0, curves));
            shards.addAll(Collections.nCopies(
                    experts, new Facts.Shard(Facts.Kind.EXPERT, layer, 10, 0, curves, new Visits(1_000_000 / experts, 0))));
        }
        shards.add(new Facts.Shard(Facts.Kind.HEAD, layers, 100, 0, curves));
        return new Facts(
                shards,
                List.of(new Facts.Tier("SSD", Long.MAX_VALUE, 0, false), new Facts.Tier("RAM", 1_000_000, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(100, 1, 0, 0));
    }

    /// `roomBytes`: what experts may rest in of RAM.
    private static Kernel kernel(Facts facts, long roomBytes) {
        return new Kernel(facts, new Knobs(
                new PlacementKnobs(
                        Placements.PINNED, 1, List.of(0L, Long.MAX_VALUE), List.of(0, 2),
                        new ExpertKnobs(ExpertCaches.LRU, ExpertPlaces.WITH_LAYER, List.of(0L, roomBytes), true)),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 2, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.WARM, 0, Long.MAX_VALUE),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                new BatchingKnobs(Batchings.ONE_SESSION, 64, 1024, 4),
                1));
    }

    private List<String> on(Kernel kernel, Signal signal) {
        now += 10;
        kernel.on(now, signal, told);
        return told.lines();
    }

    private static int name(String line) {
        return Integer.parseInt(line.replaceFirst("^\\w+#(\\d+).*", "$1"));
    }

    private static int shard(String line) {
        return Integer.parseInt(line.replaceFirst(".*shard (\\d+).*", "$1"));
    }

    /// All that is fetched lands, until nothing is.
    private Set<Integer> loaded(Kernel kernel) {
        Set<Integer> here = new HashSet<>();
        List<String> fetches = new ArrayList<>(on(kernel, new Signal.Keystroke(0, 0)));
        while (!fetches.isEmpty()) {
            String fetch = fetches.removeFirst();
            here.add(shard(fetch));
            fetches.addAll(on(kernel, new Signal.Landed(told.id(name(fetch)), 1)));
        }
        return here;
    }

    @Test
    void moreExpertsThanOneSignalMayGiveUpGoInAnswerToSeveral() {
        int experts = 1_500;
        Kernel kernel = kernel(facts(1, experts), Long.MAX_VALUE);
        Set<Integer> here = loaded(kernel);
        assertThat(here).hasSize(experts + 2);
        long budgetBytes = 1_000;
        List<String> told = on(kernel, new Signal.Pressed(RAM, budgetBytes));
        while (!told.isEmpty()) {
            assertThat(told).hasSizeLessThan(COMMANDS_AT_MOST).allMatch(line -> line.startsWith("evict"));
            told.forEach(line -> assertThat(here.remove(shard(line))).isTrue());
            told = kernel.wakeAtNs() == Long.MAX_VALUE ? List.of() : on(kernel, new Signal.Woke());
        }
        assertThat(kernel.wakeAtNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(here.stream().mapToLong(shard -> shard == 0 || shard == experts + 1 ? 100 : 10).sum()).isEqualTo(budgetBytes);
    }

    /// Layer, two experts, layer, two experts, head; experts have room to pass through and none to rest in.
    @Test
    void aGuessThatCannotBeFetchedIsDroppedAndThePassGoesOn() {
        Kernel kernel = kernel(facts(2, 2), 0);
        assertThat(loaded(kernel)).containsExactlyInAnyOrder(0, 3, 6);
        on(kernel, new Signal.Tokenised(0, 1, 2, 2, 0, 0));
        List<String> begun = on(kernel, new Signal.Submitted(0, 1));
        long pass = told.id(name(begun.stream().filter(line -> line.startsWith("begin")).findFirst().orElseThrow()));
        long layer = told.id(name(begun.getLast()));
        assertThat(on(kernel, new Signal.Routed(pass, 0, new int[] {1}, new int[] {2}))).first().asString().contains("shard 1 from 0");
        on(kernel, new Signal.Computed(layer, 10));
        List<String> guess = on(kernel, new Signal.Foreseen(pass, 3, new int[] {4}));
        assertThat(guess).singleElement().asString().contains("shard 4 from 0");
        assertThat(on(kernel, new Signal.Failed(told.id(name(guess.getFirst())), Cause.READ_ERROR, 1))).isEmpty();
        assertThat(on(kernel, new Signal.Foreseen(pass, 3, new int[] {5}))).singleElement().asString().contains("shard 5 from 0");
    }
}
