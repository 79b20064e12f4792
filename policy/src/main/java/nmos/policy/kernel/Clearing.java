package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.placement.Plan;

/// Gives up copies so that others fit, and no more than that takes.
final class Clearing {
    /// Copies given up in answer to one signal at the most.
    private static final int MAX_DROPS = 256;

    private final Plan plan;
    private final Books books;
    private final Works works;
    private final Ring ring;
    private final Victims victims;
    private final Experts experts;
    private final ExpertRoom expertRoom;
    /// That of the [Conveyor].
    private final Fields state;
    private final int shards;
    private final int hops;
    /// Copies given up in answer to the signal at hand.
    private int drops;

    Clearing(
            Plan plan, Books books, Works works, Ring ring, Victims victims, Experts experts, ExpertRoom expertRoom, Fields state,
            int shards, int hops) {
        this.plan = plan;
        this.books = books;
        this.works = works;
        this.ring = ring;
        this.victims = victims;
        this.experts = experts;
        this.expertRoom = expertRoom;
        this.state = state;
        this.shards = shards;
        this.hops = hops;
    }

    /// The next signal is answered.
    void begin() {
        drops = 0;
    }

    /// Nothing more is given up before the next signal, however little room there is.
    boolean exhausted() {
        return drops == MAX_DROPS;
    }

    /// Room for a shard that is needed `ahead` shards from now, if need be by giving up copies needed later than that.
    boolean makeRoom(int shard, int tier, int ahead, Commands out) {
        if (plan.caches() && ahead >= slots(tier)) {
            return false;
        }
        while (lacksSlot(shard, tier) || books.freeBytes(tier) < books.bytes(shard)) {
            int victim = victim(tier, ahead);
            if (victim < 0 && ahead == 0 && works.inFlight() == 0) {
                // Nothing moves, and nothing will: what is at home here makes way and comes back.
                victim = farthest(tier);
            }
            if (victim < 0 || exhausted()) {
                return false;
            }
            drop(victim, tier, out);
        }
        return true;
    }

    private int victim(int tier, int ahead) {
        if (plan.caches()) {
            return victims.leastRecentlyUsed(tier, ahead);
        }
        return state.is(Conveyor.DISTURBED) ? victims.neededLast(tier, ahead) : -1;
    }

    private boolean lacksSlot(int shard, int tier) {
        return !plan.caches() && books.passes(shard, tier) && books.passing(tier) >= passingAtMost(tier);
    }

    /// Where a plan streams nothing through a tier it sets no room aside, but what rests above passes through on its way home.
    /// One shard at a time would have the hops below and above take turns.
    private int passingAtMost(int tier) {
        return plan.slots()[tier] == 0 && tier < hops ? Plan.LOADING_SLOTS : slots(tier);
    }

    int slots(int tier) {
        return Math.max(1, plan.slots()[tier]);
    }

    private void drop(int shard, int tier, Commands out) {
        books.evicted(shard, tier);
        out.evict(shard, tier);
        gone(shard, tier);
        drops++;
    }

    /// A copy is no longer there, or will not be.
    void gone(int shard, int tier) {
        if (experts.is(shard)) {
            expertRoom.went(shard, tier);
        } else {
            ring.rewind(shard);
        }
    }

    /// Room for an expert, if need be by giving up others: those that rest too, where `upTo` says so.
    boolean makeRoomForExpert(int expert, int tier, int upTo, Commands out) {
        Fields spared = upTo == ExpertRoom.RESTS ? experts.needed() : experts.wanted();
        while (expertRoom.freeBytes(tier) < books.bytes(expert)) {
            int victim = expertRoom.victim(tier, spared, upTo);
            if (victim < 0 && upTo == ExpertRoom.RESTS && works.inFlight() == 0 && books.freeBytes(tier) < books.bytes(expert)) {
                victim = victims.farthest(tier);
            }
            if (victim < 0 || exhausted()) {
                return false;
            }
            drop(victim, tier, out);
        }
        return true;
    }

    /// Gives up all that nothing reads.
    void unload(Commands out) {
        for (int tier = 1; tier <= hops; tier++) {
            for (int shard = 0; shard < shards && !exhausted(); shard++) {
                if (victims.droppable(shard, tier)) {
                    drop(shard, tier, out);
                }
            }
        }
    }

    /// Gives up copies until a tier that shrank holds no more than it may, those needed last first.
    void shed(Commands out) {
        for (int tier = 1; tier <= hops; tier++) {
            while (books.freeBytes(tier) < 0 && !exhausted()) {
                int victim = farthest(tier);
                if (victim < 0) {
                    break;
                }
                drop(victim, tier, out);
            }
        }
    }

    /// Of all that may make way, experts first: no pass needs all of them.
    private int farthest(int tier) {
        int expert = expertRoom.victim(tier, experts.needed(), ExpertRoom.RESTS);
        return expert >= 0 ? expert : victims.farthest(tier);
    }
}
