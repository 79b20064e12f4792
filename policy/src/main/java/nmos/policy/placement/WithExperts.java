package nmos.policy.placement;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.experts.ExpertKnobs;

/// Any placement, of mixtures of experts too. What every row goes through is placed first, for no byte of an expert is read more
/// often than one of that; experts have the room that is left, and slots to pass through where that does not hold all of them.
final class WithExperts implements Placement {
    private final Placement dense;

    WithExperts(Placement dense) {
        this.dense = dense;
    }

    @Override
    public Plan plan(Facts facts, PlacementKnobs knobs) {
        ExpertKnobs experts = knobs.experts();
        if (!facts.mixture()) {
            return dense.plan(facts, knobs);
        }
        if (experts == null) {
            throw new PlacementException("the model is a mixture of experts, and nothing is said about them; set experts");
        }
        return new Mixed(facts, knobs, experts).plan();
    }

    private final class Mixed {
        private final Facts facts;
        private final PlacementKnobs knobs;
        private final ExpertKnobs experts;
        private final int tiers;
        /// By tier: room for experts on their way.
        private final long[] passBytes;
        private final int[] home;
        private final int[] compute;

        Mixed(Facts facts, PlacementKnobs knobs, ExpertKnobs experts) {
            this.facts = facts;
            this.knobs = knobs;
            this.experts = experts;
            tiers = facts.tiers().size();
            passBytes = new long[tiers];
            home = new int[facts.shards().size()];
            compute = new int[home.length];
        }

        Plan plan() {
            passes();
            Plan others = dense.plan(withoutExperts(), knobs);
            int layer = 0;
            for (int shard = 0, at = 0; shard < home.length; shard++) {
                if (!facts.shards().get(shard).expert()) {
                    home[shard] = others.home()[at];
                    compute[shard] = others.compute()[at];
                    layer = shard;
                    at++;
                } else {
                    compute[shard] = compute[layer];
                }
            }
            long[] room = room(others);
            List<Integer> homeless = mostVisitedFirst();
            for (int tier = tiers - 1; tier > 0; tier--) {
                settle(tier, room, homeless);
            }
            for (int shard = 0; shard < home.length; shard++) {
                if (facts.shards().get(shard).expert()) {
                    compute[shard] = experts.compute().tier(
                            facts, shard, home[shard], compute[shard], facts.shards().get(shard).visits().rowsWhenVisited(knobs.rows()));
                }
            }
            return new Plan(home, compute, others.caches(), others.slots(), others.slotBytes(), room);
        }

        private void passes() {
            long largest = 0;
            long all = 0;
            for (Facts.Shard shard : facts.shards()) {
                largest = Math.max(largest, shard.expert() ? shard.bytes() : 0);
                all += shard.expert() ? shard.bytes() : 0;
            }
            int apex = tiers - 1;
            while (apex > 0 && !facts.tiers().get(apex).computes()) {
                apex--;
            }
            for (int tier = 1; tier <= apex; tier++) {
                passBytes[tier] = Math.min(all, Math.max(1, knobs.slots().get(tier)) * largest);
            }
        }

        private Facts withoutExperts() {
            List<Facts.Tier> with = new ArrayList<>();
            for (int tier = 0; tier < tiers; tier++) {
                Facts.Tier of = facts.tiers().get(tier);
                with.add(new Facts.Tier(of.name(), of.budgetBytes(), of.reservedBytes() + passBytes[tier], of.computes(),
                        of.attentionBytesPerSec(), of.attendsRowByRow()));
            }
            List<Facts.Shard> others = facts.shards().stream().filter(shard -> !shard.expert()).toList();
            return new Facts(others, with, facts.hops(), facts.draft(), facts.kv());
        }

        /// What the others leave. A cache keeps all of them if it can, since each pass uses them all again.
        private long[] room(Plan others) {
            long[] room = new long[tiers];
            for (int tier = 1; tier < tiers; tier++) {
                Facts.Tier of = facts.tiers().get(tier);
                long left = of.budgetBytes() - of.reservedBytes();
                long rested = 0;
                long largestAbove = 0;
                for (int shard = 0; shard < home.length; shard++) {
                    if (facts.shards().get(shard).expert()) {
                        continue;
                    }
                    long bytes = facts.shards().get(shard).bytes();
                    left -= compute[shard] == tier ? facts.kvReserveBytes(shard) : 0;
                    rested += home[shard] == tier || (others.caches() && compute[shard] >= tier) ? bytes : 0;
                    largestAbove = Math.max(largestAbove, home[shard] > tier ? bytes : 0);
                }
                long slots = others.slots()[tier] > 0
                        ? others.slots()[tier] * others.slotBytes()[tier]
                        : Plan.LOADING_SLOTS * largestAbove;
                left -= rested + (others.caches() ? 0 : slots);
                long pin = others.caches() ? Long.MAX_VALUE : knobs.pinBytes().get(tier) - rested;
                long rest = Math.min(experts.roomBytes().get(tier), pin);
                long most = rest > Long.MAX_VALUE - passBytes[tier] ? Long.MAX_VALUE : rest + passBytes[tier];
                room[tier] = Math.max(passBytes[tier], Math.min(left, most));
            }
            return room;
        }

        private List<Integer> mostVisitedFirst() {
            List<Integer> order = new ArrayList<>();
            for (int shard = 0; shard < home.length; shard++) {
                if (facts.shards().get(shard).expert()) {
                    order.add(shard);
                }
            }
            order.sort((a, b) -> Integer.compare(
                    facts.shards().get(b).visits().rowPpm(), facts.shards().get(a).visits().rowPpm()));
            return order;
        }

        /// Gives homes in a tier to as many as it holds beside those that pass through it on their way to where they are computed.
        private void settle(int tier, long[] room, List<Integer> homeless) {
            long wanting = 0;
            for (int shard : homeless) {
                wanting += compute[shard] >= tier ? facts.shards().get(shard).bytes() : 0;
            }
            boolean all = wanting <= room[tier] - (restsFreely(tier) ? 0 : passBytes[tier]);
            long left = all ? wanting : room[tier] - passBytes[tier];
            List<Integer> settled = new ArrayList<>();
            for (int shard : homeless) {
                long bytes = facts.shards().get(shard).bytes();
                if (compute[shard] >= tier && bytes <= left) {
                    home[shard] = tier;
                    left -= bytes;
                    settled.add(shard);
                }
            }
            boolean[] gone = new boolean[home.length];
            settled.forEach(shard -> gone[shard] = true);
            homeless.removeIf(shard -> gone[shard]);
        }

        /// Whether the limits set on what rests there leave room for all that is there.
        private boolean restsFreely(int tier) {
            return experts.roomBytes().get(tier) == Long.MAX_VALUE && knobs.pinBytes().get(tier) == Long.MAX_VALUE;
        }
    }
}
