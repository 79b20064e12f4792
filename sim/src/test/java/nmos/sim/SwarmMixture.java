package nmos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Visits;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.policy.kernel.Knobs;
import nmos.policy.placement.PlacementKnobs;
import nmos.world.modelled.Routers;

/// Makes mixtures of experts of every third swarm case, drawn apart from the rest so that the other cases stay what they are.
final class SwarmMixture {
    private static final int PPM = 1_000_000;

    private final SplittableRandom random;
    private final boolean mixed;

    SwarmMixture(long seed) {
        random = new SplittableRandom(~seed);
        mixed = seed % 3 == 1;
    }

    /// Experts after most layers, few or many, visited alike or not; and some room for them in every tier.
    Facts facts(Facts dense) {
        if (!mixed) {
            return dense;
        }
        int repeatPpm = random.nextBoolean() ? 0 : random.nextInt(900_000);
        List<Facts.Shard> shards = new ArrayList<>();
        long experts = 0;
        for (int shard = 0; shard < dense.shards().size(); shard++) {
            Facts.Shard layer = dense.shards().get(shard);
            shards.add(layer);
            boolean last = shard == dense.shards().size() - 1;
            if (layer.kind() == Facts.Kind.LAYER && !last && random.nextInt(4) > 0) {
                int bytes = 20 + random.nextInt(200);
                List<RowCurve> curves = layer.computeNs();
                int count = 2 + random.nextInt(9);
                for (int part : parts(1 + random.nextInt(count), count)) {
                    shards.add(new Facts.Shard(Facts.Kind.EXPERT, layer.layer(), bytes, 0, curves, new Visits(part, repeatPpm)));
                }
                experts += (long) count * bytes;
            }
        }
        List<Facts.Tier> tiers = new ArrayList<>();
        for (Facts.Tier tier : dense.tiers()) {
            long more = tiers.isEmpty() ? 0 : 500 + random.nextLong(experts + 1);
            tiers.add(new Facts.Tier(tier.name(), tiers.isEmpty() ? tier.budgetBytes() : tier.budgetBytes() + more, tier.reservedBytes(),
                    tier.computes(), tier.attentionBytesPerSec(), tier.attendsRowByRow()));
        }
        return new Facts(shards, tiers, dense.hops(), dense.draft(), dense.kv());
    }

    /// Chances of so many experts a row, none above certainty.
    private int[] parts(int used, int count) {
        int[] part = new int[count];
        long left = (long) used * PPM;
        for (int expert = 0; expert < count; expert++) {
            long others = (long) (count - expert - 1) * PPM;
            long least = Math.max(0, left - others);
            long most = Math.min(PPM, left);
            part[expert] = (int) (random.nextBoolean() ? Math.clamp(left / (count - expert), least, most) : random.nextLong(least, most + 1));
            left -= part[expert];
        }
        return part;
    }

    Knobs knobs(Knobs dense) {
        if (!mixed) {
            return dense;
        }
        List<Long> room = new ArrayList<>();
        dense.placement().slots().forEach(_ -> room.add(random.nextInt(3) == 0 ? random.nextLong(1_000) : Long.MAX_VALUE));
        ExpertKnobs experts = new ExpertKnobs(
                ExpertCaches.values()[random.nextInt(ExpertCaches.values().length)],
                ExpertPlaces.values()[random.nextInt(ExpertPlaces.values().length)],
                room,
                random.nextBoolean());
        PlacementKnobs placement = dense.placement();
        return new Knobs(
                new PlacementKnobs(placement.kind(), placement.rows(), placement.pinBytes(), placement.slots(), experts),
                dense.river(),
                dense.speculation(),
                dense.anticipation(),
                dense.kv(),
                dense.batching(),
                dense.retries());
    }

    Routers routers() {
        return new Routers(mixed && random.nextBoolean() ? random.nextInt(PPM + 1) : 0, null);
    }
}
