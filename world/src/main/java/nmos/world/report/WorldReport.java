package nmos.world.report;

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
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.world.bound.Bound;
import nmos.world.ledger.PageUse;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Percentiles;
import nmos.world.metrics.Summary;
import nmos.world.run.RunOutcome;
import org.jspecify.annotations.Nullable;

/// Turns what a run came to, in whichever world, into the report that every kind of run shares.
public final class WorldReport {
    private static final double NS_PER_SEC = 1e9;
    private static final long MILLION = 1_000_000;

    private WorldReport() {}

    /// Of a run that has only begun, for whoever finds it if it never ends.
    public static RunReport begun(Setting setting, String policyHash) {
        Scenario scenario = setting.scenario();
        return new RunReport(
                setting.kind(),
                false,
                scenario.name(),
                scenario.seed(),
                scenario.machine().name(),
                new RunReport.PolicyUsed(policyHash, setting.composition().knobs()),
                resolved(setting),
                List.of(),
                null,
                null,
                null,
                new LinkedHashMap<>(),
                setting.notCovered());
    }

    /// `replications` is null for a run that was not repeated, `saved` where nothing was anticipated.
    public static RunReport of(
            Setting setting,
            RunOutcome outcome,
            String policyHash,
            RunReport.@Nullable Replications replications,
            RunReport.@Nullable SavedByTyping saved) {
        Scenario scenario = setting.scenario();
        Composition composition = setting.composition();
        Summary summary = Summary.of(outcome.turns(), outcome.passes());
        return new RunReport(
                setting.kind(),
                outcome.complete(),
                scenario.name(),
                scenario.seed(),
                scenario.machine().name(),
                new RunReport.PolicyUsed(policyHash, composition.knobs()),
                resolved(setting),
                outcome.turns().stream().map(WorldReport::turn).toList(),
                summary(setting, outcome, summary, saved),
                replications,
                bound(setting, outcome, summary),
                linkBytes(setting, outcome),
                setting.notCovered());
    }

    private static RunReport.Resolved resolved(Setting setting) {
        Facts facts = setting.composition().facts();
        SequencedMap<String, Integer> slots = new LinkedHashMap<>();
        SequencedMap<String, Long> slotBytes = new LinkedHashMap<>();
        for (int tier = 1; tier < facts.tiers().size(); tier++) {
            slots.put(facts.tiers().get(tier).name(), setting.plan().slots()[tier]);
            slotBytes.put(facts.tiers().get(tier).name(), setting.plan().slotBytes()[tier]);
        }
        List<RunReport.ShardPlace> shards = IntStream.range(0, facts.shards().size())
                .mapToObj(shard -> new RunReport.ShardPlace(
                        name(facts, shard),
                        facts.shards().get(shard).bytes(),
                        facts.shards().get(shard).kvBytesPerToken(),
                        facts.tiers().get(setting.plan().home()[shard]).name(),
                        facts.tiers().get(setting.plan().compute()[shard]).name()))
                .toList();
        Composition.Resolved resolved = setting.composition().resolved();
        return new RunReport.Resolved(
                tiers(facts),
                hops(setting),
                slots,
                slotBytes,
                resolved.pageBytes(),
                null,
                resolved.chunkBytes(),
                resolved.kvBytesPerToken(),
                facts.kv().residentTokens(),
                shards);
    }

    /// Storage holds everything: it has no budget and reserves nothing.
    private static List<RunReport.Tier> tiers(Facts facts) {
        List<RunReport.Tier> tiers = new ArrayList<>();
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            Facts.Tier what = facts.tiers().get(tier);
            tiers.add(new RunReport.Tier(
                    what.name(),
                    tier == 0 ? null : what.budgetBytes(),
                    tier == 0 ? null : what.reservedBytes(),
                    facts.kv().paging().present() ? facts.kv().paging().spillBytes(tier) : null,
                    what.computes()));
        }
        return tiers;
    }

    private static List<RunReport.Hop> hops(Setting setting) {
        List<RunReport.Hop> hops = new ArrayList<>();
        for (int hop = 0; hop < setting.scenario().machine().hops().size(); hop++) {
            Machine.Hop speeds = setting.scenario().machine().hops().get(hop);
            hops.add(new RunReport.Hop(
                    hopName(setting.composition().facts(), hop),
                    speeds.bytesPerSecUp().value(),
                    speeds.bytesPerSecDown().value(),
                    speeds.latencyNs().value(),
                    (int) speeds.depth().value()));
        }
        return hops;
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
                turn.ttftDraftNs().isPresent() ? turn.ttftDraftNs().getAsLong() : null,
                turn.tokens(),
                IntStream.of(turn.tau()).boxed().toList(),
                LongStream.of(turn.itlNs()).boxed().toList(),
                turn.failed().map(Enum::name).orElse(null));
    }

    private static RunReport.Summary summary(
            Setting setting, RunOutcome outcome, Summary summary, RunReport.@Nullable SavedByTyping saved) {
        Facts facts = setting.composition().facts();
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
                percentiles(summary.ttftDraftNs()),
                percentiles(summary.itlNs()),
                percentiles(summary.passNs()),
                figure(summary.tauMean()),
                tauCounts(outcome),
                outcome.acceptanceByDepth().stream()
                        .map(pair -> Figures.ratio(pair[1], pair[0]))
                        .toList(),
                saved,
                stalls,
                resources(setting, outcome),
                highWater,
                new RunReport.Prefetch(outcome.inTimeBytes(), outcome.lateBytes(), wasted),
                facts.kv().paging().present() ? kvPages(facts, outcome) : null);
    }

    private static RunReport.KvPages kvPages(Facts facts, RunOutcome outcome) {
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
                outcome.attentionLostPpm().isPresent()
                        ? Figures.ratio(outcome.attentionLostPpm().getAsLong(), MILLION)
                        : null);
    }

    private static List<Long> tauCounts(RunOutcome outcome) {
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

    private static SequencedMap<String, RunReport.Resource> resources(Setting setting, RunOutcome outcome) {
        SequencedMap<String, RunReport.Resource> resources = new LinkedHashMap<>();
        SequencedMap<String, Long> speeds = speeds(setting);
        for (RunOutcome.Device device : outcome.devices()) {
            Long bytesPerSec = speeds.get(device.name());
            BigDecimal achieved = bytesPerSec == null || device.busyNs() == 0
                    ? null
                    : Figures.of(device.bytes() * NS_PER_SEC / device.busyNs() / bytesPerSec);
            resources.put(
                    device.name(), new RunReport.Resource(device.busyNs(), bytesPerSec == null ? null : device.bytes(), achieved));
        }
        return resources;
    }

    private static SequencedMap<String, Long> speeds(Setting setting) {
        Facts facts = setting.composition().facts();
        List<Machine.Hop> hops = setting.scenario().machine().hops();
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

    private static SequencedMap<String, Long> linkBytes(Setting setting, RunOutcome outcome) {
        SequencedMap<String, Long> bytes = new LinkedHashMap<>();
        SequencedMap<String, Long> speeds = speeds(setting);
        for (RunOutcome.Device device : outcome.devices()) {
            if (speeds.containsKey(device.name())) {
                bytes.put(device.name(), device.bytes());
            }
        }
        return bytes;
    }

    /// For the mean rows of a pass and the tokens it yielded to all sessions in it, or for a pass of one row where nothing was decoded.
    private static RunReport.Bound bound(Setting setting, RunOutcome outcome, Summary summary) {
        int rows = (int) Math.round(outcome.passes().stream()
                .filter(pass -> pass.decode() && pass.counted())
                .mapToInt(Pass::rows)
                .average()
                .orElse(1));
        Bound bound = Bound.of(setting.composition().facts(), setting.plan().pinLimits(setting.scenario().placement()), rows);
        double tokensPerSec = bound.tokensPerSec(summary.tokensPerPass().orElse(1));
        OptionalDouble total = summary.tokensPerSecondTotal();
        OptionalDouble reached = total.isPresent() ? total : summary.tokensPerSecond();
        return new RunReport.Bound(
                Figures.of(tokensPerSec),
                bound.passNs(),
                bound.limitedBy(),
                reached.isPresent() ? Figures.of(reached.getAsDouble() / tokensPerSec) : null);
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
