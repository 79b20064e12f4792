package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import nmos.policy.river.River;

/// Starts the fetches of a hop: experts that a router chose, then what comes next on the ring, then experts that are guessed.
final class Fetches {
    private final Plan plan;
    private final Books books;
    private final Works works;
    private final River river;
    private final Ring ring;
    private final Experts experts;
    private final ExpertRoom expertRoom;
    private final Clearing clearing;
    private final int shards;
    private final boolean mixture;
    private final int fetchesPerHop;
    /// That of the [Conveyor].
    private final Fields state;
    private final Fields inFlight;
    private final Fields halted;
    private long wakeAtNs = Long.MAX_VALUE;

    Fetches(
            Facts facts, Plan plan, Knobs knobs, Books books, Works works, River river, Ring ring, Experts experts, ExpertRoom expertRoom,
            Clearing clearing, Fields state, Fields inFlight, Fields halted) {
        this.plan = plan;
        this.books = books;
        this.works = works;
        this.river = river;
        this.ring = ring;
        this.experts = experts;
        this.expertRoom = expertRoom;
        this.clearing = clearing;
        shards = facts.shards().size();
        mixture = facts.mixture();
        fetchesPerHop = knobs.river().fetchesPerHop();
        this.state = state;
        this.inFlight = inFlight;
        this.halted = halted;
    }

    /// When the river wants the next of its fetches to start.
    long wakeAtNs() {
        return wakeAtNs;
    }

    /// Begins anew to note when that is.
    void forgetWake() {
        wakeAtNs = Long.MAX_VALUE;
    }

    /// Starts what may start over a hop.
    void start(long nowNs, int hop, Commands out) {
        fetchNeeded(nowNs, hop, out);
        fetch(nowNs, hop, out);
        fetchGuesses(nowNs, hop, out);
        fetchExpertsHome(nowNs, hop, out);
    }

    private boolean passRunning() {
        return state.is(Conveyor.END);
    }

    /// Fetches what may be fetched. With no pass to feed, what will stay comes before what only passes through.
    private void fetch(long nowNs, int hop, Commands out) {
        if (!passRunning() && !plan.caches() && fetchHomes(nowNs, hop, out)) {
            return;
        }
        long front = ring.front();
        long g = ring.cursor(hop);
        while (g < front + ring.length() && inFlight.get(hop) < fetchesPerHop && !works.full() && !halted.is(hop)) {
            int shard = ring.shard(g);
            if (plan.compute()[shard] > hop && !books.above(shard, hop)) {
                if (!startFetch(nowNs, hop, shard, (int) (g - front), out)) {
                    break;
                }
            }
            g++;
        }
        ring.cursor(hop, g);
    }

    /// Brings shards home, those needed first first. Whether one is still on its way or waits for it.
    private boolean fetchHomes(long nowNs, int hop, Commands out) {
        boolean away = false;
        for (int ahead = 0; ahead < ring.length(); ahead++) {
            int shard = ring.shard(ring.front() + ahead);
            if (books.home(shard) <= hop || books.above(shard, hop)) {
                continue;
            }
            away = true;
            if (inFlight.get(hop) >= fetchesPerHop || works.full() || halted.is(hop)) {
                break;
            }
            if (books.presence(shard, hop) == Books.HERE && clearing.makeRoom(shard, hop + 1, ahead, out)) {
                fetch(nowNs, hop, shard, ahead, out);
            }
        }
        return away;
    }

    private void fetchNeeded(long nowNs, int hop, Commands out) {
        while (mayFetch(hop)) {
            int expert = experts.needed(hop);
            if (expert < 0 || !clearing.makeRoomForExpert(expert, hop + 1, ExpertRoom.RESTS, out)) {
                break;
            }
            fetch(nowNs, hop, expert, 0, out);
        }
    }

    private void fetchGuesses(long nowNs, int hop, Commands out) {
        while (mayFetch(hop)) {
            int expert = experts.foreseen(hop);
            if (expert < 0 || !clearing.makeRoomForExpert(expert, hop + 1, ExpertRoom.KEPT, out)) {
                return;
            }
            fetch(nowNs, hop, expert, 1, out);
        }
    }

    /// Between passes, experts that are not at home, as far as there is room.
    private void fetchExpertsHome(long nowNs, int hop, Commands out) {
        if (!mixture || passRunning() || plan.caches()) {
            return;
        }
        for (int expert = 0; mayFetch(hop) && expert < shards; expert++) {
            if (experts.is(expert)
                    && plan.home()[expert] > hop
                    && books.presence(expert, hop) == Books.HERE
                    && !books.above(expert, hop)) {
                if (!clearing.makeRoomForExpert(expert, hop + 1, ExpertRoom.DOUBLE, out)) {
                    return;
                }
                fetch(nowNs, hop, expert, ring.length(), out);
            }
        }
    }

    private boolean mayFetch(int hop) {
        return inFlight.get(hop) < fetchesPerHop && !works.full() && !halted.is(hop);
    }

    private boolean startFetch(long nowNs, int hop, int shard, int ahead, Commands out) {
        if (books.presence(shard, hop) != Books.HERE) {
            return false;
        }
        long startNs = river.startAtNs(nowNs, hop, ahead, books.bytes(shard), passRunning());
        if (startNs > nowNs) {
            wakeAtNs = Math.min(wakeAtNs, startNs);
            return false;
        }
        if (!clearing.makeRoom(shard, hop + 1, ahead, out)) {
            return false;
        }
        fetch(nowNs, hop, shard, ahead, out);
        return true;
    }

    private void fetch(long nowNs, int hop, int shard, int ahead, Commands out) {
        long id = works.add(Works.Kind.FETCH, shard, hop, hop + 1, nowNs);
        books.coming(shard, hop);
        if (experts.is(shard)) {
            expertRoom.came(shard, hop + 1);
        }
        inFlight.add(hop, 1);
        out.fetch(id, shard, hop, (int) (ring.front() + ahead), nowNs + state.get(Conveyor.PACE) * ahead);
    }
}
