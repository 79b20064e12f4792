package nmos.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kernel.Knobs;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;

/// Reports by hand: one with everything, one of a run that was cut short before its first turn.
final class Reports {
    private Reports() {}

    private static final RunReport.PolicyUsed POLICY = new RunReport.PolicyUsed(
            Journals.HASH,
            new Knobs(
                    new PlacementKnobs(Placements.HYBRID, 1, List.of(0L, 11_000_000_000L, Long.MAX_VALUE), List.of(0, 4, 2)),
                    new RiverKnobs(Rivers.JUST_IN_TIME, 2, 100_000),
                    new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 4, List.of(2, 1), 16, 8, 4, false),
                    new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
                    new KvKnobs(KvPolicies.KEEP_ALL, 16 << 20),
                    new BatchingKnobs(Batchings.ONE_SESSION, 64, 1024, 4),
                    3));

    static RunReport cutShort() {
        return new RunReport(
                RunReport.Kind.SIMULATED,
                false,
                "two-turns",
                7,
                "laptop",
                POLICY,
                new RunReport.Resolved(List.of(), List.of(), map(), map(), null, null, null, null, null, List.of()),
                List.of(),
                null,
                null,
                null,
                map(),
                List.of());
    }

    static RunReport full() {
        long ttftNs = 11_200_000_001L;
        SequencedMap<String, Integer> slots = map();
        slots.put("RAM", 4);
        slots.put("VRAM", 2);
        return new RunReport(
                RunReport.Kind.SIMULATED,
                true,
                "two-turns",
                7,
                "laptop",
                POLICY,
                new RunReport.Resolved(
                        List.of(
                                new RunReport.Tier("SSD", null, null, null, false),
                                new RunReport.Tier("VRAM", 4_000_000_000L, 500_000_000L, 0L, true)),
                        List.of(new RunReport.Hop("SSD -> VRAM", 3_000_000_000L, 2_000_000_000L, 80_000, 8)),
                        slots,
                        map("RAM", 451_700_000L),
                        16L << 20,
                        20,
                        16L << 20,
                        327_680L,
                        4_096L,
                        List.of(new RunReport.ShardPlace("layer 0", 451_700_000, 4_096, "SSD", "VRAM"))),
                List.of(
                        new RunReport.Turn(0, ttftNs, null, 3, List.of(1, 2), List.of(500_000L, 500_000L), null),
                        new RunReport.Turn(0, null, null, 0, List.of(), List.of(), "READ_ERROR")),
                new RunReport.Summary(
                        2,
                        1,
                        3,
                        Figures.perSecond(3, 33_600_000_000L),
                        null,
                        null,
                        new RunReport.Percentiles(ttftNs, ttftNs, ttftNs, ttftNs),
                        null,
                        null,
                        null,
                        Figures.ratio(3, 2),
                        List.of(0L, 1L, 1L),
                        List.of(),
                        new RunReport.SavedByTyping(
                                2,
                                1,
                                new RunReport.Spread(10, 20, 30, 20),
                                new RunReport.Spread(8, 21, 31, 20),
                                new RunReport.Spread(-1, 0, 2, -12)),
                        map("link", 3_000_000L),
                        map("ssd", new RunReport.Resource(1_000_000, 2_360_000L, Figures.ratio(1, 1))),
                        map("VRAM", 3_000_000_000L),
                        new RunReport.Prefetch(10, 0, 1),
                        new RunReport.KvPages(
                                map("RAM -> VRAM", 5_000L), 7, 4, 100, 50, Figures.ratio(1, 8), 2_000_000, 48, Figures.ratio(1, 4))),
                null,
                new RunReport.Bound(Figures.ratio(2, 21), 10_500_000_000L, "SSD", Figures.ratio(15, 16)),
                map("SSD to RAM", 37_157_000_000L),
                List.of("thermal throttling"));
    }

    private static <V> SequencedMap<String, V> map() {
        return new LinkedHashMap<>();
    }

    private static <V> SequencedMap<String, V> map(String name, V value) {
        SequencedMap<String, V> map = map();
        map.put(name, value);
        return map;
    }
}
