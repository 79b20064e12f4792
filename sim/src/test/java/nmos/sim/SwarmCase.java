package nmos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
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
import nmos.scenarios.AttentionSpec;
import nmos.scenarios.ReplyMode;
import nmos.scenarios.Scenario;
import nmos.scenarios.Tempo;
import nmos.scenarios.Workload;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;

/// A world and a policy drawn from a seed: small models, odd machines, all knobs, any faults.
record SwarmCase(SimSetup setup, Knobs knobs) {

    static SwarmCase of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SwarmMixture mixture = new SwarmMixture(seed);
        Facts dense = facts(random);
        Knobs knobs = mixture.knobs(knobs(random, dense));
        Facts facts = mixture.facts(dense);
        List<SimSetup.Hop> hops = facts.hops().stream()
                .map(hop -> {
                    Rate rate = new Rate(hop.latencyNs(), hop.bytesPerSec());
                    return new SimSetup.Hop(rate, rate, hop.depth());
                })
                .toList();
        Workload workload = new Workload(
                facts.kv().sessions(),
                1 + random.nextInt(4),
                1 + random.nextInt(40),
                1 + random.nextInt(20),
                random.nextInt(3) == 0 ? random.nextInt(5_000) : 0,
                random.nextInt(2) == 0 ? random.nextInt(100_000) : 0,
                random.nextBoolean(),
                0,
                1 + random.nextInt(20_000),
                facts.kv().paging().sharedPrefixTokens(),
                Tempo.AS_RECORDED,
                random.nextBoolean() ? SwarmTyping.of(random, facts.kv().sessions(), 20) : null);
        SimSetup setup = new SimSetup(
                facts,
                hops,
                places(random, facts),
                1 + random.nextInt(2_000),
                random.nextInt(3) == 0 ? random.nextInt(50) : 0,
                workload,
                acceptance(random),
                new Scenario.Completion(random.nextInt(1_000_001), random.nextInt(1_000_001)),
                faults(random, facts),
                seed,
                0,
                knobs.kv().kind() == KvPolicies.H2O ? AttentionSpec.assumed(true) : null,
                facts.draft().present() && random.nextInt(4) == 0 ? ReplyMode.DRAFT_THEN_ORACLE : ReplyMode.ORACLE,
                mixture.routers());
        return new SwarmCase(setup, knobs);
    }

    private static List<SimSetup.Place> places(SplittableRandom random, Facts facts) {
        boolean oneCpu = random.nextBoolean();
        int most = random.nextBoolean() ? 1 : 900_000;
        List<Integer> lost = facts.hops().stream().map(_ -> random.nextInt(most)).toList();
        return IntStream.range(0, facts.tiers().size())
                .mapToObj(tier -> new SimSetup.Place(oneCpu ? 0 : tier, lost))
                .toList();
    }

    private static Facts facts(SplittableRandom random) {
        int tiers = 3 + random.nextInt(2);
        int layers = 1 + random.nextInt(10);
        int heads = random.nextInt(3);
        boolean alike = random.nextBoolean();
        int layerBytes = 100 + random.nextInt(900);
        long kv = random.nextInt(4);
        List<RowCurve> curves = new ArrayList<>();
        for (int tier = 0; tier < tiers; tier++) {
            int base = 10 + random.nextInt(500);
            curves.add(new RowCurve(new int[] {1, 8, 64}, new long[] {base, base * 2L, base * 10L}));
        }
        List<Facts.Shard> shards = new ArrayList<>();
        long all = 0;
        for (int i = 0; i < layers + heads; i++) {
            int bytes = alike ? layerBytes : 100 + random.nextInt(900);
            all += bytes;
            shards.add(new Facts.Shard(
                    i < layers ? Facts.Kind.LAYER : Facts.Kind.HEAD, i, bytes, i < layers ? kv : 0, curves));
        }
        int sessions = 1 + random.nextInt(3);
        int context = 30 + random.nextInt(150);
        boolean computesBelow = random.nextBoolean();
        Facts.Paging paging = paging(random, kv * layers, context, sessions, tiers);
        long kvReserve = kv * layers * (paging.present() ? paging.residentTokens() : (long) context * sessions);
        List<Facts.Tier> all3 = new ArrayList<>();
        List<Facts.Hop> hops = new ArrayList<>();
        for (int tier = 0; tier < tiers; tier++) {
            long reserved = tier == 0 ? 0 : random.nextInt(300) + paging.spillBytes(tier);
            long budget = tier == 0
                    ? Long.MAX_VALUE
                    : reserved + kvReserve + 1_000 + random.nextLong(all + 1_000);
            boolean computes = tier == tiers - 1 || (tier == tiers - 2 && computesBelow);
            long attention = computes && paging.present() ? 1_000_000_000L : 0;
            all3.add(new Facts.Tier("t" + tier, budget, reserved, computes, attention, random.nextBoolean()));
            if (tier > 0) {
                hops.add(new Facts.Hop(
                        random.nextInt(3) == 0 ? random.nextInt(200) : 0,
                        100_000_000L + random.nextLong(3_000_000_000L),
                        1 + random.nextInt(4)));
            }
        }
        boolean draft = random.nextInt(4) > 0;
        return new Facts(
                shards,
                all3,
                hops,
                new Facts.Draft(draft, random.nextInt(100), random.nextInt(20), random.nextInt(5)),
                new Facts.Kv(context, sessions, random.nextInt(50), random.nextInt(20), paging));
    }

    /// Pages of one position or of many, little room for them, and two, one or no tiers to spill to.
    private static Facts.Paging paging(SplittableRandom random, long perPosition, int context, int sessions, int tiers) {
        if (perPosition == 0 || random.nextBoolean()) {
            return Facts.Paging.NONE;
        }
        long whole = perPosition * context * sessions;
        List<Long> spill = new ArrayList<>();
        for (int tier = 0; tier < tiers; tier++) {
            spill.add(tier == tiers - 1 || random.nextInt(6) == 0 ? 0 : random.nextLong(3 * whole));
        }
        int positions = random.nextInt(3) > 0 ? 1 + random.nextInt(4) : 1 + random.nextInt(30);
        return new Facts.Paging(
                perPosition * positions + random.nextLong(perPosition),
                1 + random.nextInt(10) + random.nextInt(random.nextInt(3) == 0 ? context * sessions : context),
                spill,
                random.nextInt(3) == 0 ? 0 : random.nextInt(30));
    }

    private static Knobs knobs(SplittableRandom random, Facts facts) {
        List<Long> pins = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            pins.add(random.nextInt(3) == 0 ? random.nextLong(5_000) : Long.MAX_VALUE);
            slots.add(1 + random.nextInt(4));
        }
        Speculations speculation =
                facts.draft().present() ? pick(random, Speculations.values()) : Speculations.OFF;
        List<Integer> widths = new ArrayList<>();
        for (int depth = 0; depth < 1 + random.nextInt(3); depth++) {
            widths.add(1 + random.nextInt(3));
        }
        return new Knobs(
                new PlacementKnobs(pick(random, Placements.values()), 1 + random.nextInt(16), pins, slots),
                new RiverKnobs(pick(random, Rivers.values()), 1 + random.nextInt(4), random.nextInt(500_000)),
                new SpeculationKnobs(
                        speculation,
                        pick(random, SpeculationKnobs.Drafting.values()),
                        1 + random.nextInt(8),
                        widths,
                        1 + random.nextInt(30),
                        1 + random.nextInt(6),
                        1 + random.nextInt(4),
                        random.nextBoolean()),
                new AnticipationKnobs(
                        pick(random, Anticipations.values()),
                        random.nextInt(6),
                        random.nextInt(3) == 0 ? 1 + random.nextInt(200_000) : Long.MAX_VALUE),
                kv(random, facts.kv().paging()),
                new BatchingKnobs(
                        pick(random, Batchings.values()),
                        1 + random.nextInt(64),
                        1 + random.nextInt(3),
                        1 + random.nextInt(5)),
                random.nextInt(4));
    }

    private static KvKnobs kv(SplittableRandom random, Facts.Paging paging) {
        if (!paging.present()) {
            return new KvKnobs(KvPolicies.KEEP_ALL, 1 << 16);
        }
        return new KvKnobs(
                pick(random, new KvPolicies[] {KvPolicies.LRU, KvPolicies.H2O, KvPolicies.BELOW}),
                paging.pageBytes(),
                paging.residentTokens(),
                paging.spillBytes(),
                1 + random.nextInt(40),
                1 + random.nextInt(20));
    }

    private static AcceptanceSpec acceptance(SplittableRandom random) {
        AcceptanceSpec.Lookup lookup =
                random.nextBoolean() ? new AcceptanceSpec.Lookup(random.nextDouble(), List.of(random.nextDouble())) : null;
        return new AcceptanceSpec(
                new AcceptanceSpec.PerPosition(
                        List.of(.5 + random.nextDouble() / 2), List.of(.4, .2, .1), random.nextInt(3), null),
                lookup);
    }

    private static FaultRates faults(SplittableRandom random, Facts facts) {
        if (random.nextBoolean()) {
            return FaultRates.NONE;
        }
        boolean pressed = random.nextBoolean();
        return new FaultRates(
                random.nextInt(100_000),
                1_000_000 + random.nextInt(5_000_000),
                random.nextInt(100_000),
                random.nextInt(50_000),
                random.nextInt(100_000),
                1 + random.nextInt(5_000),
                pressed ? 1 + random.nextLong(50_000) : 0,
                1 + random.nextInt(20_000),
                1 + random.nextInt(900_000),
                1 + random.nextInt(facts.tiers().size() - 1));
    }

    private static <T> T pick(SplittableRandom random, T[] all) {
        return all[random.nextInt(all.length)];
    }
}
