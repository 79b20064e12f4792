package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.Facts;
import nmos.policy.experts.ExpertCache;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.placement.Plan;
import nmos.policy.river.River;

/// Carries shards past the places that compute them: a ring that turns once a pass and is fetched across the end of one.
///
/// Every hop [Fetches] in the order of the [Ring], so what is needed first always gets room first and slots cannot fill with what
/// is needed last. The experts of a mixture are not on the ring: they come when a router has asked for them, before anything that
/// only will be needed. What is in the way goes by [Clearing].
final class Conveyor {
    /// Computes in flight: enough that a device never waits for the policy, few enough to abandon quickly.
    private static final int MAX_COMPUTES = 8;

    /// The first position on the ring that no compute names yet.
    private static final int NEXT = 0;
    /// Where the running pass ends; 0 when none runs.
    static final int END = 1;
    /// When the pass became ready for the shard at the front.
    private static final int READY = 2;
    static final int PACE = 3;
    private static final int COMPUTES = 4;
    /// Something failed, shrank or was given up, so that copies may lie about that are needed later than what lacks room.
    static final int DISTURBED = 5;
    /// Nothing is fetched, and what is here is given up: nobody has needed the model yet, or for long.
    private static final int ASLEEP = 6;
    private static final int WIDTH = 7;
    private static final long PPM = 1_000_000;

    private final Plan plan;
    private final Books books;
    private final Works works;
    private final River river;
    private final Pager pager;
    private final int shards;
    private final int hops;
    private final int retries;

    private final Ring ring;
    private final Victims victims;
    private final Experts experts;
    private final ExpertCache cache;
    private final ExpertRoom expertRoom;
    private final Clearing clearing;
    private final Fetches fetches;
    private final Fields state;
    private final Fields inFlight;
    /// by hop: a fetch failed too often while no pass ran; wait for one
    private final Fields halted;
    /// by shard: failures in a row
    private final Fields attempts;
    /// by shard: when it landed where it is computed
    private final Fields landedNs;
    private long wakeAtNs = Long.MAX_VALUE;

    Conveyor(Facts facts, Plan plan, Knobs knobs, Books books, Works works, River river, Pager pager, Digest digest) {
        this.plan = plan;
        this.books = books;
        this.works = works;
        this.river = river;
        this.pager = pager;
        shards = facts.shards().size();
        hops = facts.hops().size();
        retries = knobs.retries();
        state = new Fields(WIDTH, 16, digest);
        ring = new Ring(facts, digest);
        victims = new Victims(shards, books, ring, digest);
        ExpertKnobs expertKnobs = knobs.placement().experts();
        experts = new Experts(facts, plan, expertKnobs, books, digest);
        cache = (expertKnobs == null ? ExpertCaches.LRU : expertKnobs.cache()).create(facts, plan.home());
        expertRoom = new ExpertRoom(facts, plan, books, cache);
        inFlight = new Fields(hops, 18, digest);
        halted = new Fields(hops, 19, digest);
        attempts = new Fields(shards, 20, digest);
        landedNs = new Fields(shards, 21, digest);
        clearing = new Clearing(plan, books, works, ring, victims, experts, expertRoom, state, shards, hops);
        fetches = new Fetches(facts, plan, knobs, books, works, river, ring, experts, expertRoom, clearing, state, inFlight, halted);
        state.set(ASLEEP, 1);
    }

    /// Where the ring stands.
    long front() {
        return ring.front();
    }

    boolean passRunning() {
        return state.is(END);
    }

    /// Shards of the running pass are still to be computed.
    boolean waits() {
        return state.get(NEXT) < state.get(END);
    }

    long wakeAtNs() {
        return Math.min(wakeAtNs, fetches.wakeAtNs());
    }

    /// Hash of what the cache of experts learnt.
    long learntDigest() {
        return cache.digest();
    }

    boolean asleep() {
        return state.is(ASLEEP);
    }

    /// Loads from now on, pass or no pass.
    void wake() {
        state.set(ASLEEP, 0);
    }

    /// Gives up all weights, as soon as nothing reads them, until [#wake].
    void sleep(Commands out) {
        state.set(ASLEEP, 1);
        works.cancelFetches(shard -> true, out);
    }

    /// The part of the running pass that is still to come.
    long leftPpm() {
        return (state.get(END) - ring.front()) * PPM / ring.length();
    }

    void begin(long nowNs) {
        wake();
        state.set(END, ring.front() + ring.length());
        state.set(READY, nowNs);
        for (int hop = 0; hop < hops; hop++) {
            halted.set(hop, 0);
        }
    }

    /// The pass is over: all shards are behind the front, or it was given up and the ring turns on to its next start.
    void end(Commands out) {
        long end = state.get(END);
        boolean whole = ring.front() == end;
        experts.over();
        ring.front(end);
        state.set(NEXT, end);
        state.set(END, 0);
        state.set(DISTURBED, whole ? 0 : 1);
        if (!whole) {
            ring.restart(end);
            works.cancelFetches(this::farAway, out);
        }
    }

    private boolean farAway(int shard) {
        return ring.has(shard) && ring.ahead(shard) > ring.length() / 2;
    }

    /// Starts every fetch and, for pass `pass`, every compute that may start now; with pass 0, fetches alone.
    void advance(long nowNs, long pass, Commands out) {
        wakeAtNs = Long.MAX_VALUE;
        fetches.forgetWake();
        clearing.begin();
        clearing.shed(out);
        if (asleep()) {
            clearing.unload(out);
        } else if (!clearing.exhausted()) {
            start(nowNs, pass, out);
        }
        if (clearing.exhausted()) {
            wakeAtNs = nowNs + 1;
        }
    }

    private void start(long nowNs, long pass, Commands out) {
        for (int hop = hops - 1; hop >= 0; hop--) {
            fetches.start(nowNs, hop, out);
        }
        if (pass != 0) {
            compute(nowNs, pass, out);
        }
    }

    private void compute(long nowNs, long pass, Commands out) {
        long end = state.get(END);
        while (state.get(NEXT) < end && state.get(COMPUTES) < MAX_COMPUTES && !works.full() && !experts.awaits()) {
            if (experts.unnamed()) {
                int expert = experts.next();
                if (expert < 0) {
                    return;
                }
                int count = experts.run(expert);
                experts.named(expert, count);
                compute(nowNs, pass, expert, count, experts.place(expert), out);
                continue;
            }
            int first = ring.shard(state.get(NEXT));
            int tier = plan.compute()[first];
            if (books.presence(first, tier) == Books.ABSENT
                    || books.bytes(first) > books.capacityBytes(tier)
                    || !pager.take(first)) {
                return;
            }
            int count = 1;
            if (stays(first, tier)) {
                while (!experts.follow(first + count - 1)
                        && first + count < shards
                        && plan.compute()[first + count] == tier
                        && stays(first + count, tier)
                        && pager.take(first + count)) {
                    count++;
                }
            }
            if (experts.follow(first + count - 1)) {
                experts.await(first + count - 1, tier);
            }
            state.add(NEXT, count);
            compute(nowNs, pass, first, count, tier, out);
        }
    }

    private void compute(long nowNs, long pass, int first, int count, int tier, Commands out) {
        for (int i = 0; i < count; i++) {
            books.reading(first + i, tier, 1);
        }
        long id = works.add(Works.Kind.COMPUTE, first, count, tier, nowNs);
        state.add(COMPUTES, 1);
        out.compute(id, pass, first, first + count - 1, tier);
    }

    void routed(int layer, int[] chosen, int[] rows) {
        experts.routed(layer, chosen, rows);
    }

    void foreseen(int[] guessed) {
        experts.foreseen(guessed);
    }

    /// Resident and not on its way through, so that holding it for a longer run holds up nothing.
    private boolean stays(int shard, int tier) {
        return books.presence(shard, tier) == Books.HERE && (plan.caches() || !books.passes(shard, tier));
    }

    void computed(long nowNs, long id, long busyNs, Commands out) {
        int first = works.subject(id);
        int count = works.detail(id);
        int tier = releaseCompute(id);
        if (experts.is(first)) {
            experts.computed(first, count, cache);
            state.set(READY, nowNs);
            return;
        }
        long readyNs = state.get(READY);
        long landed = landedNs.get(first);
        river.reached(Math.max(0, landed - readyNs), Math.max(0, readyNs - landed), busyNs / count);
        state.set(PACE, state.get(PACE) + ((nowNs - readyNs) / count - state.get(PACE)) / 4);
        state.set(READY, nowNs);
        ring.front(ring.front() + count);
        pager.computed(first, count);
        for (int shard = first; shard < first + count; shard++) {
            victims.used(shard);
            if (!plan.caches() && books.passes(shard, tier) && victims.droppable(shard, tier)) {
                books.evicted(shard, tier);
                out.evict(shard, tier);
            }
        }
    }

    /// A compute that ended without its result: its shards are read no more.
    int releaseCompute(long id) {
        int first = works.subject(id);
        int count = works.detail(id);
        int tier = works.tier(id);
        works.remove(id);
        state.add(COMPUTES, -1);
        for (int shard = first; shard < first + count; shard++) {
            books.reading(shard, tier, -1);
        }
        return tier;
    }

    void landed(long nowNs, long id, Commands out) {
        int shard = works.subject(id);
        int hop = works.detail(id);
        river.landed(hop, books.bytes(shard), nowNs - works.issuedNs(id));
        works.remove(id);
        inFlight.add(hop, -1);
        books.landed(shard, hop);
        attempts.set(shard, 0);
        if (experts.is(shard)) {
            cache.came(shard);
            return;
        }
        victims.used(shard);
        if (plan.compute()[shard] == hop + 1) {
            landedNs.set(shard, nowNs);
        }
        boolean passedThrough = hop > 0 && books.passes(shard, hop) && plan.compute()[shard] != hop;
        if (passedThrough && victims.droppable(shard, hop)) {
            books.evicted(shard, hop);
            out.evict(shard, hop);
        }
    }

    /// A fetch that brought nothing. Whether it was tried too often for the pass that waits for it.
    boolean lost(long id) {
        int shard = works.subject(id);
        int hop = works.detail(id);
        boolean unwanted = works.unwanted(id);
        works.remove(id);
        inFlight.add(hop, -1);
        books.lost(shard, hop);
        clearing.gone(shard, hop + 1);
        state.set(DISTURBED, 1);
        if (unwanted) {
            return false;
        }
        if (passRunning() && experts.is(shard) && !experts.needed().is(shard)) {
            experts.forgetGuess(shard);
            attempts.set(shard, 0);
            return false;
        }
        attempts.add(shard, 1);
        if (attempts.get(shard) <= retries) {
            return false;
        }
        attempts.set(shard, 0);
        halted.set(hop, passRunning() ? 0 : 1);
        return passRunning();
    }

    /// The tier's budget changed: as much of the plan stays at home there as still fits beside the shards in motion.
    void pressed(int tier, long budgetBytes) {
        books.budget(tier, budgetBytes);
        state.set(DISTURBED, 1);
        long largest = 0;
        for (int i = 0; i < ring.length(); i++) {
            largest = Math.max(largest, books.bytes(ring.shard(i)));
        }
        long capacity = books.capacityBytes(tier) - expertRoom.leastBytes(tier);
        long slotBytes = plan.slots()[tier] > 0 ? plan.slotBytes()[tier] : largest;
        long taken = capacity >= plannedBytes(tier) ? 0 : slotBytes * clearing.slots(tier);
        for (int i = 0; i < ring.length(); i++) {
            int shard = ring.shard(i);
            if (plan.home()[shard] == tier) {
                taken += books.bytes(shard);
                books.rehome(shard, taken <= capacity ? tier : 0);
            }
        }
        ring.restart(ring.front());
        for (int hop = 0; hop < hops; hop++) {
            halted.set(hop, 0);
        }
    }

    private long plannedBytes(int tier) {
        long planned = plan.slots()[tier] * plan.slotBytes()[tier];
        for (int i = 0; i < ring.length(); i++) {
            int shard = ring.shard(i);
            planned += plan.home()[shard] == tier ? books.bytes(shard) : 0;
        }
        return planned;
    }
}
