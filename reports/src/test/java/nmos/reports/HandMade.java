package nmos.reports;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.journal.Command;
import nmos.journal.CommandRecorder;
import nmos.journal.JournalWriter;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.Signal;
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
import org.jspecify.annotations.Nullable;

/// Runs written by hand: three tiers, a layer of 1000 bytes, a head of 500, and times that can be counted on fingers.
public final class HandMade {
    public static final String HASH = "0123456789abcdef".repeat(4);

    private static final Knobs KNOBS = new Knobs(
            new PlacementKnobs(Placements.HYBRID, 1, List.of(0L, 11_000_000_000L, Long.MAX_VALUE), List.of(0, 4, 2)),
            new RiverKnobs(Rivers.JUST_IN_TIME, 2, 100_000),
            new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 4, List.of(2, 1), 16, 8, 4, false),
            new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
            new KvKnobs(KvPolicies.KEEP_ALL, 16 << 20),
            new BatchingKnobs(Batchings.ONE_SESSION, 64, 1024, 4),
            3);

    private HandMade() {}

    /// A signal and what was answered.
    public record Entry(long ns, Signal signal, Command... commands) {}

    /// One turn: two fetches up to VRAM, a pass over a prompt of 8 tokens that brings the first token, a pass that brings the second.
    public static List<Entry> oneTurn() {
        return List.of(
                new Entry(0, new Signal.Keystroke(0, 1), new Command.Fetch(1, 0, 0, 0, 0), new Command.Fetch(2, 1, 0, 0, 0)),
                new Entry(1000, new Signal.Submitted(0, 1)),
                new Entry(2000, new Signal.Landed(1, 1500), new Command.Fetch(3, 0, 1, 0, 2000)),
                new Entry(3000, new Signal.Landed(2, 1000),
                        new Command.Fetch(4, 1, 1, 0, 3000),
                        new Command.PassRows(5, 0, 1, 0, 8, true),
                        new Command.BeginPass(5),
                        new Command.Compute(6, 5, 0, 0, 2),
                        new Command.Compute(7, 5, 1, 1, 2)),
                new Entry(4000, new Signal.Landed(3, 900)),
                new Entry(4500, new Signal.Landed(4, 500)),
                new Entry(5000, new Signal.Computed(6, 900)),
                new Entry(6000, new Signal.Computed(7, 1000)),
                new Entry(6000, new Signal.Verified(5, 0, 0, -1, -1, false), new Command.Emit(0, 1)),
                new Entry(6000, new Signal.Passed(5, 1900),
                        new Command.PassTree(8, 0, 0, 0),
                        new Command.BeginPass(8),
                        new Command.Compute(9, 8, 0, 1, 2)),
                new Entry(8000, new Signal.Computed(9, 1800)),
                new Entry(8000, new Signal.Verified(8, 0, 0, -1, -1, true), new Command.Emit(0, 1)),
                new Entry(8000, new Signal.Passed(8, 1800)));
    }

    /// In place of the journal that is there, if one is.
    public static void journal(Path folder, List<Entry> entries) throws IOException {
        Files.deleteIfExists(folder.resolve(RunDirectory.JOURNAL));
        try (JournalWriter journal = new RunDirectory(folder).journal(HASH)) {
            for (Entry entry : entries) {
                var out = journal.begin(entry.ns(), entry.signal(), new CommandRecorder());
                for (Command command : entry.commands()) {
                    command.sendTo(out);
                }
                journal.end(Long.MAX_VALUE, 7);
            }
        }
    }

    /// Writes the report of [#oneTurn] and that journal.
    public static Path run(Path folder) throws IOException {
        new RunDirectory(folder).report(report(RunReport.Kind.SIMULATED, "by-hand"));
        journal(folder, oneTurn());
        return folder;
    }

    public static RunReport report(RunReport.Kind kind, String scenario) {
        RunReport.Percentiles ttft = new RunReport.Percentiles(5000, 5000, 5000, 5000);
        return new RunReport(
                kind, true, scenario, 7, "laptop", new RunReport.PolicyUsed(HASH, KNOBS), resolved(null),
                List.of(new RunReport.Turn(0, 5000L, null, 2, List.of(1), List.of(2000L), null)),
                new RunReport.Summary(
                        1, 0, 2, new BigDecimal("500000.000000"), null, null, ttft, null, null, null, new BigDecimal("1.000000"),
                        List.of(0L, 1L), List.of(new BigDecimal("0.500000")),
                        new RunReport.SavedByTyping(
                                2, 1, new RunReport.Spread(10, 20, 30, 20), new RunReport.Spread(8, 21, 31, 20),
                                new RunReport.Spread(-1, 0, 2, -12)),
                        map("SSD -> RAM", 3_000_000L),
                        map("SSD -> RAM", new RunReport.Resource(2500, 1500L, new BigDecimal("0.900000"))),
                        map("VRAM", 1690L), new RunReport.Prefetch(10, 0, 1),
                        new RunReport.KvPages(
                                map("RAM -> VRAM", 5_000L), 7, 4, 100, 50, new BigDecimal("0.125000"), 2_000_000, 48,
                                new BigDecimal("0.250000"))),
                new RunReport.Replications(
                        3, new RunReport.Estimate(new BigDecimal("2.500000"), new BigDecimal("0.100000")),
                        new RunReport.Estimate(new BigDecimal("5000"), new BigDecimal("12")), null),
                new RunReport.Bound(new BigDecimal("600000.000000"), 3_000, "SSD -> RAM", new BigDecimal("0.833333")),
                map("SSD -> RAM", 1500L),
                List.of("thermal throttling"));
    }

    /// `spillBytes`: what RAM sets aside for pages; null where KV is in none.
    public static RunReport.Resolved resolved(@Nullable Long spillBytes) {
        return new RunReport.Resolved(
                List.of(
                        new RunReport.Tier("SSD", null, null, spillBytes == null ? null : 0L, false),
                        new RunReport.Tier("RAM", 5_000L, 200L, spillBytes, false),
                        new RunReport.Tier("VRAM", 3_000L, 100L, spillBytes == null ? null : 0L, true)),
                List.of(
                        new RunReport.Hop("SSD -> RAM", 3_000_000_000L, 2_000_000_000L, 80_000, 8),
                        new RunReport.Hop("RAM -> VRAM", 12_000_000_000L, 11_000_000_000L, 10_000, 1)),
                map("RAM", 4),
                map("RAM", 1000L),
                16L << 20,
                null,
                16L << 20,
                10L,
                4_096L,
                List.of(
                        new RunReport.ShardPlace("layer 0", 1000, 10, "RAM", "VRAM"),
                        new RunReport.ShardPlace("head part 0", 500, 0, "SSD", "VRAM")));
    }

    private static <V> SequencedMap<String, V> map(String name, V value) {
        SequencedMap<String, V> map = new LinkedHashMap<>();
        map.put(name, value);
        return map;
    }
}
