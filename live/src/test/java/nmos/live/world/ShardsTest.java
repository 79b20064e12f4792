package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import nmos.live.device.Storage;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.placement.Plan;
import org.junit.jupiter.api.Test;

/// Storage (0), RAM (1) of so many bytes and VRAM (2).
class ShardsTest {
    private static final RowCurve CURVE = new RowCurve(new int[] {1}, new long[] {1});
    private static final int RAM = 1;

    private static Facts facts(long ramBytes, int... shardBytes) {
        List<Facts.Shard> shards = Arrays.stream(shardBytes)
                .mapToObj(bytes -> new Facts.Shard(Facts.Kind.LAYER, 0, bytes, 0, Collections.nCopies(3, CURVE)))
                .toList();
        return new Facts(
                shards,
                List.of(
                        new Facts.Tier("ssd", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("ram", ramBytes, 0, false),
                        new Facts.Tier("vram", 100_000, 0, true)),
                List.of(new Facts.Hop(0, 1, 1), new Facts.Hop(0, 1, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(20, 1, 0, 0));
    }

    private static Plan plan(long slotBytes, int... home) {
        int[] compute = new int[home.length];
        Arrays.fill(compute, 2);
        return new Plan(home, compute, false, new int[] {0, 4, 2}, new long[] {0, slotBytes, slotBytes});
    }

    @Test
    void whatPassesThroughSharesPiecesOfOneSize() {
        try (Shards shards = new Shards(facts(2_000, 1_000, 600), plan(1_000, 0, 0), _ -> Storage.HOST)) {
            var large = shards.take(0, RAM);
            shards.giveBack(0, RAM);
            assertThat(shards.take(1, RAM).address()).isEqualTo(large.address());
        }
    }

    @Test
    void whereALargerShardPassesOnItsWayHomeEachTakesNoMoreThanItsBytes() {
        // The plan set four slots of 1,000 aside; shard 3 rests in VRAM and comes by once.
        Facts facts = facts(4_000, 600, 600, 1_000, 1_800);
        try (Shards shards = new Shards(facts, plan(1_000, 0, 0, 0, 2), _ -> Storage.HOST)) {
            for (int shard = 0; shard < 4; shard++) {
                int fetched = shard;
                assertThatCode(() -> shards.take(fetched, RAM)).as("shard %s", shard).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void whatRestsThereTakesNoMoreThanItsBytes() {
        try (Shards shards = new Shards(facts(1_600, 1_000, 600), plan(1_000, 0, RAM), _ -> Storage.HOST)) {
            shards.take(0, RAM);
            assertThat(shards.take(1, RAM).byteSize()).isEqualTo(600);
        }
    }
}
