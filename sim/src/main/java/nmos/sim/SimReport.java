package nmos.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import nmos.journal.Figures;
import nmos.journal.RunReport;
import nmos.policy.Facts;
import nmos.policy.kv.KvPolicies;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kv.KvPolicies;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.sim.station.Books;
import nmos.world.bound.Bound;
import nmos.world.ledger.PageUse;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Percentiles;
import nmos.world.metrics.Summary;
import org.jspecify.annotations.Nullable;

/// Turns what a simulated run came to into the report that every kind of run shares.
public final class SimReport {
    private static final double NS_PER_SEC = 1e9;
    private static final long MILLION = 1_000_000;

    private SimReport() {}

    /// Of a run that has only begun, for whoever finds it if it never ends.
    public static RunReport begun(Simulation simulation, String policyHash) {
        Scenario scenario = simulation.scenario();
        return new RunReport(
                RunReport.Kind.SIMULATED,
                false,
                scenario.name(),
                scenario.seed(),
                scenario.machine().name(),
                new RunReport.PolicyUsed(policyHash, simulation.composition().knobs()),
                resolved(simulation),
                List.of(),
                null,
                null,
                null,
                new LinkedHashMap<>(),
                notCovered(scenario));
    }

    /// `replications` is null for a run that was not repeated, `saved` where nothing was anticipated.
    public static RunReport of(
            Simulation simulation,
            SimOutcome outcome,
            String policyHash,
            RunReport.@Nullable Replications replications,
            RunReport.@Nullable SavedByTyping saved) {
        Scenario scenario = simulation.scenario();
        Composition composition = simulation.composition();
        Summary summary = Summary.of(outcome.turns(), outcome.passes());
        return new RunReport(
                RunReport.Kind.SIMULATED,
                outcome.complete(),
                scenario.name(),
                scenario.seed(),
                scenario.machine().name(),
                new RunReport.PolicyUsed(policyHash, composition.knobs()),
                resolved(simulation),
                outcome.turns().stream().map(SimReport::turn).toList(),
                summary(simulation, outcome, summary, saved),
                replications,
                bound(simulation, outcome, summary),
                linkBytes(simulation, outcome),
                notCovered(scenario));
    }

    private static RunReport.Resolved resolved(Simulation simulation) {
        Facts facts = simulation.composition().facts();
        SequencedMap<String, Integer> slots = new LinkedHashMap<>();
        SequencedMap<String, Long> slotBytes = new LinkedHashMap<>();
        for (int tier = 1; tier < facts.tiers().size(); tier++) {
            slots.put(facts.tiers().get(tier).name(), simulation.plan().slots()[tier]);
            slotBytes.put(facts.tiers().get(tier).name(), simulation.plan().slotBytes()[tier]);
        }
        List<RunReport.ShardPlace> shards = IntStream.range(0, facts.shards().size())
                .mapToObj(shard -> new RunReport.ShardPlace(
                        name(facts, shard),
                        facts.shards().get(shard).bytes(),
                        facts.tiers().get(simulation.plan().home()[shard]).name(),
                        facts.tiers().get(simulation.plan().compute()[shard]).name()))
                .toList();
        Composition.Resolved resolved = simulation.composition().resolved();
        return new RunReport.Resolved(slots, slotBytes, resolved.pageBytes(), null, resolved.chunkBytes(), shards);
    }

    private static String name(Facts facts, int shard) {
        Facts.Shard what = facts.shards().get(shard);
        return switch (what.kind()) {
            case LAYER -> "layer " + what.layer();
            case EXPERT -> "expert of layer " + what.layer();
            case HEAD -> {
                int part = 0;
                for (int before = 0; before < shard; before++) {
                    part += facts.shards().get(before).kind() == Facts.Kind.HEAD ? 1 : 0;
                }
                yield "head part " + part;
            }
        };
    }

    private static RunReport.Turn turn(nmos.world.metrics.Turn turn) {
        return new RunReport.Turn(
                turn.session(),
                turn.answered() ? turn.ttftVerifiedNs() : null,
                null,
                turn.tokens(),
                IntStream.of(turn.tau()).boxed().toList(),
                LongStream.of(turn.itlNs()).boxed().toList(),
                turn.failed().map(Enum::name).orElse(null));
    }

    private static RunReport.Summary summary(
            Simulation simulation, SimOutcome outcome, Summary summary, RunReport.@Nullable SavedByTyping saved) {
        Facts facts = simulation.composition().facts();
        SequencedMap<String, Long> stalls = new LinkedHashMap<>();
        for (int hop = 0; hop < outcome.stalledNs().size(); hop++) {
            stalls.put(hopName(facts, hop), outcome.stalledNs().get(hop));
        }
        SequencedMap<String, Long> highWater = new LinkedHashMap<>();
        long wasted = 0;
        for (int tier = 1; tier < facts.tiers().size(); tier++) {
            highWater.put(facts.tiers().get(tier).name(), outcome.ledger().highWaterBytes(tier));
            wasted += outcome.ledger().wastedBytes(tier);
        }
        return new RunReport.Summary(
                summary.turns(),
                summary.failedTurns(),
                summary.tokens(),
                figure(summary.tokensPerSecond()),
                figure(summary.tokensPerSecondEndToEnd()),
                figure(summary.tokensPerSecondTotal()),
                percentiles(summary.ttftVerifiedNs()),
                null,
                percentiles(summary.itlNs()),
                percentiles(summary.passNs()),
                figure(summary.tauMean()),
                tauCounts(outcome),
                outcome.acceptanceByDepth().stream()
                        .map(pair -> Figures.ratio(pair[1], pair[0]))
                        .toList(),
                saved,
                stalls,
                resources(simulation, outcome),
                highWater,
                new RunReport.Prefetch(outcome.inTimeBytes(), outcome.lateBytes(), wasted),
                facts.kv().paging().present() ? kvPages(facts, outcome) : null);
    }

    private static RunReport.KvPages kvPages(Facts facts, SimOutcome outcome) {
        PageUse use = outcome.ledger().pages().use();
        SequencedMap<String, Long> moved = new LinkedHashMap<>();
        for (int hop = 0; hop < facts.hops().size(); hop++) {
            moved.put(hopName(facts, hop), use.upBytes(hop));
            moved.put(facts.tiers().get(hop + 1).name() + " -> " + facts.tiers().get(hop).name(), use.downBytes(hop));
        }
        return new RunReport.KvPages(
                moved,
                use.opened(),
                use.highWater(),
                use.wastedBytesMean(),
                use.wastedBytesAtEnd(),
                Figures.ratio(use.fragmentationPpm(), MILLION),
                outcome.kvStalledNs(),
                use.foldedTokens(),
                Figures.ratio(outcome.attentionLostPpm(), MILLION));
    }

    private static List<Long> tauCounts(SimOutcome outcome) {
        List<Long> counts = new ArrayList<>();
        for (nmos.world.metrics.Turn turn : outcome.turns()) {
            if (!turn.counted()) {
                continue;
            }
            for (int tau : turn.tau()) {
                while (counts.size() <= tau) {
                    counts.add(0L);
                }
                counts.set(tau, counts.get(tau) + 1);
            }
        }
        return counts;
    }

    private static SequencedMap<String, RunReport.Resource> resources(Simulation simulation, SimOutcome outcome) {
        SequencedMap<String, RunReport.Resource> resources = new LinkedHashMap<>();
        SequencedMap<String, Long> speeds = speeds(simulation);
        for (SimOutcome.Device device : outcome.devices()) {
            Books books = device.books();
            Long bytesPerSec = speeds.get(device.name());
            BigDecimal achieved = bytesPerSec == null || books.busyNs() == 0
                    ? null
                    : Figures.of(books.bytes() * NS_PER_SEC / books.busyNs() / bytesPerSec);
            resources.put(
                    device.name(), new RunReport.Resource(books.busyNs(), bytesPerSec == null ? null : books.bytes(), achieved));
        }
        return resources;
    }

    private static SequencedMap<String, Long> speeds(Simulation simulation) {
        Facts facts = simulation.composition().facts();
        List<Machine.Hop> hops = simulation.scenario().machine().hops();
        SequencedMap<String, Long> speeds = new LinkedHashMap<>();
        for (int hop = 0; hop < hops.size(); hop++) {
            speeds.put(hopName(facts, hop), hops.get(hop).bytesPerSecUp().value());
            if (hop > 0) {
                speeds.put(
                        facts.tiers().get(hop + 1).name() + " -> " + facts.tiers().get(hop).name(),
                        hops.get(hop).bytesPerSecDown().value());
            }
        }
        return speeds;
    }

    private static SequencedMap<String, Long> linkBytes(Simulation simulation, SimOutcome outcome) {
        SequencedMap<String, Long> bytes = new LinkedHashMap<>();
        SequencedMap<String, Long> speeds = speeds(simulation);
        for (SimOutcome.Device device : outcome.devices()) {
            if (speeds.containsKey(device.name())) {
                bytes.put(device.name(), device.books().bytes());
            }
        }
        return bytes;
    }

    /// For the mean rows of a pass and the tokens it yielded to all sessions in it, or for a pass of one row where nothing was decoded.
    private static RunReport.Bound bound(Simulation simulation, SimOutcome outcome, Summary summary) {
        int rows = (int) Math.round(outcome.passes().stream()
                .filter(pass -> pass.decode() && pass.counted())
                .mapToInt(Pass::rows)
                .average()
                .orElse(1));
        Bound bound = Bound.of(simulation.composition().facts(), simulation.pinBytes(), rows);
        double tokensPerSec = bound.tokensPerSec(summary.tokensPerPass().orElse(1));
        OptionalDouble total = summary.tokensPerSecondTotal();
        OptionalDouble reached = total.isPresent() ? total : summary.tokensPerSecond();
        return new RunReport.Bound(
                Figures.of(tokensPerSec),
                bound.passNs(),
                bound.limitedBy(),
                reached.isPresent() ? Figures.of(reached.getAsDouble() / tokensPerSec) : null);
    }

    private static List<String> notCovered(Scenario scenario) {
        List<String> limits = new ArrayList<>();
        limits.add("Every figure is simulated; the machine's numbers are those of its file, some of them assumed.");
        limits.add("Copies do not slow the CPU's computing down, nor computing them.");
        limits.add(
                scenario.workload().typed() == null
                        ? "People type at a constant rate."
                        : "Typing is that of a trace without its text; tokens follow from characters.");
        limits.add(scenario.attention().takesTime()
                ? "Attention takes the time to read the KV of earlier tokens, nothing for its sums."
                : "Attention over earlier tokens takes no time.");
        if (scenario.kv().kind() == KvPolicies.H2O) {
            limits.add("Where attention falls is drawn from the scenario's assumed shares; what folding does to the text is not known.");
        }
        if (scenario.anticipation().kind() == Anticipations.PREDICT && scenario.anticipation().predictTokens() > 0) {
            limits.add("How often the draft completes a prompt as it will be typed is the scenario's assumption.");
        }
        if (scenario.kv().kind() != KvPolicies.KEEP_ALL) {
            limits.add("The bound does not count KV that has to move.");
        }
        if (scenario.speculation().kind() != Speculations.OFF) {
            limits.add("Which guesses are accepted is drawn from the scenario's acceptance, not from a model.");
        }
        return limits;
    }

    private static String hopName(Facts facts, int hop) {
        return facts.tiers().get(hop).name() + " -> " + facts.tiers().get(hop + 1).name();
    }

    private static @Nullable BigDecimal figure(OptionalDouble value) {
        return value.isPresent() ? Figures.of(value.getAsDouble()) : null;
    }

    private static RunReport.@Nullable Percentiles percentiles(Percentiles of) {
        return of.count() == 0
                ? null
                : new RunReport.Percentiles(
                        of.at(50).orElseThrow(), of.at(80).orElseThrow(), of.at(95).orElseThrow(), of.at(99).orElseThrow());
    }
}
