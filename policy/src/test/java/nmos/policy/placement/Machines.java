package nmos.policy.placement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nmos.policy.Facts;
import nmos.policy.RowCurve;

/// Facts for tests: small random ones, and the 72B model on the laptop.
final class Machines {
    static final long UNLIMITED = Long.MAX_VALUE;

    record Case(Facts facts, PlacementKnobs knobs) {
        Plan plan(Placements kind) {
            return kind.create().plan(facts, knobs);
        }

        Chain chain() {
            return Chain.of(facts, knobs);
        }

        long ns(Plan plan) {
            return PassTime.of(facts, plan, knobs.rows()).ns();
        }
    }

    private Machines() {}

    /// A short chain of up to `layers` layers and perhaps a head, on 3 or 4 tiers of which one or two below the top may
    /// compute. Budgets run from too little to plenty.
    static Case random(long seed, int layers) {
        Random random = new Random(seed);
        int tiers = 3 + random.nextInt(2);
        int rows = 1 + random.nextInt(8);
        boolean[] computes = new boolean[tiers];
        computes[tiers - 1] = true;
        computes[tiers - 2] = random.nextInt(5) > 0;
        computes[1] |= random.nextInt(4) == 0;
        int kinds = 1 + random.nextInt(random.nextBoolean() ? 3 : layers);
        List<Facts.Shard> kind = new ArrayList<>();
        for (int k = 0; k < kinds; k++) {
            kind.add(shard(random, Facts.Kind.LAYER, k, tiers));
        }
        int n = 2 + random.nextInt(layers - 1);
        List<Facts.Shard> shards = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < n; i++) {
            Facts.Shard like = kind.get(random.nextInt(kinds));
            shards.add(new Facts.Shard(like.kind(), i, like.bytes(), like.kvBytesPerToken(), like.computeNs()));
            bytes += like.bytes();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            shards.add(shard(random, Facts.Kind.HEAD, n, tiers));
        }
        List<Facts.Tier> tier = new ArrayList<>();
        List<Facts.Hop> hops = new ArrayList<>();
        List<Long> pins = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (int t = 0; t < tiers; t++) {
            long budget = 200 + (long) (bytes * random.nextDouble() * 1.5);
            tier.add(new Facts.Tier("T" + t, t == 0 ? 0 : budget, t == 0 ? 0 : random.nextInt(50), computes[t]));
            pins.add(random.nextInt(3) == 0 ? bytes * random.nextInt(100) / 100 : UNLIMITED);
            slots.add(1 + random.nextInt(3));
            if (t > 0) {
                hops.add(new Facts.Hop(random.nextInt(20), 200_000_000L + random.nextInt(1_800_000_000), 1));
            }
        }
        Facts.Kv kv = new Facts.Kv(1 + random.nextInt(4), 1 + random.nextInt(2), random.nextInt(10), random.nextInt(40));
        Facts facts = new Facts(shards, tier, hops, new Facts.Draft(false, 0, 0, 0), kv);
        return new Case(facts, new PlacementKnobs(Placements.HYBRID, rows, pins, slots));
    }

    private static Facts.Shard shard(Random random, Facts.Kind kind, int layer, int tiers) {
        List<RowCurve> curves = new ArrayList<>();
        for (int t = 0; t < tiers; t++) {
            long ns = 1L + random.nextInt(t == tiers - 1 ? 60 : 250);
            curves.add(new RowCurve(new int[] {1, 4}, new long[] {ns, ns + random.nextInt(100)}));
        }
        return new Facts.Shard(kind, layer, 20 + random.nextInt(100), random.nextInt(3), curves);
    }

    /// Qwen2.5-72B Q3_K_M on the laptop: 37.157 GB a pass in 80 layers of three sizes and a head of 1.02 GB in three parts,
    /// SSD 2.36 and link 3.2 GB/s, `ramPinBytes` of RAM and `vramLayers` layers of VRAM for weights to rest in. The CPU
    /// reads weights at 40 GB/s, the GPU at 100.
    static Case flagship(long ramPinBytes, int vramLayers) {
        long[] sizes = {483_000_000, 470_000_000, 450_600_000};
        int[] counts = {2, 3, 75};
        List<Facts.Shard> shards = new ArrayList<>();
        long left = 37_157_000_000L - 1_020_000_000L;
        for (int c = 0; c < sizes.length; c++) {
            long bytes = c < sizes.length - 1 ? sizes[c] : left / counts[c];
            for (int i = 0; i < counts[c]; i++) {
                shards.add(reading(Facts.Kind.LAYER, shards.size(), bytes, 4096));
                left -= bytes;
            }
        }
        for (int i = 0; i < 3; i++) {
            shards.add(reading(Facts.Kind.HEAD, 80, 340_000_000, 0));
        }
        long vram = vramLayers * 452_000_000L + 2 * 483_000_000L + 80L * 4096 * 1024;
        List<Facts.Tier> tiers = List.of(
                new Facts.Tier("SSD", 0, 0, false),
                new Facts.Tier("RAM", 16_000_000_000L, 2_000_000_000L, true),
                new Facts.Tier("VRAM", vram + 1_500_000_000L, 1_500_000_000L, true));
        List<Facts.Hop> hops =
                List.of(new Facts.Hop(100_000, 2_360_000_000L, 4), new Facts.Hop(10_000, 3_200_000_000L, 2));
        Facts facts = new Facts(
                shards, tiers, hops, new Facts.Draft(false, 0, 0, 0), new Facts.Kv(1024, 1, 16_384, 20_000));
        return new Case(
                facts,
                new PlacementKnobs(
                        Placements.HYBRID, 1, List.of(UNLIMITED, ramPinBytes, UNLIMITED), List.of(0, 4, 2)));
    }

    /// So many layers of 100 bytes on a machine of three tiers.
    static Case equalLayers(int layers) {
        Facts.Shard layer = reading(Facts.Kind.LAYER, 0, 100, 0);
        List<Facts.Tier> tiers = List.of(
                new Facts.Tier("SSD", 0, 0, false),
                new Facts.Tier("RAM", 1000, 0, true),
                new Facts.Tier("VRAM", 500, 0, true));
        List<Facts.Hop> hops = List.of(new Facts.Hop(0, 1_000_000_000L, 1), new Facts.Hop(0, 2_000_000_000L, 1));
        Facts facts = new Facts(
                Collections.nCopies(layers, layer), tiers, hops, new Facts.Draft(false, 0, 0, 0), new Facts.Kv(1, 1, 0, 0));
        return new Case(
                facts,
                new PlacementKnobs(
                        Placements.HYBRID, 1, List.of(UNLIMITED, UNLIMITED, UNLIMITED), List.of(1, 2, 2)));
    }

    private static Facts.Shard reading(Facts.Kind kind, int layer, long bytes, long kvBytesPerToken) {
        return new Facts.Shard(
                kind,
                layer,
                bytes,
                kvBytesPerToken,
                List.of(
                        new RowCurve(new int[] {1}, new long[] {0}),
                        new RowCurve(new int[] {1, 16}, new long[] {bytes / 40, bytes / 40 + 40_000_000}),
                        new RowCurve(new int[] {1, 16}, new long[] {bytes / 100, bytes / 100 + 1_000_000})));
    }
}
