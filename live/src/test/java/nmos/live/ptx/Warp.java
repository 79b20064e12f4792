package nmos.live.ptx;

import java.util.Arrays;

/// Up to 32 threads, which run in step as long as they can: of those that parted, the ones at the lowest step run until they come to where others
/// wait. That gets them together again where ways meet, since compilers write what comes later further down.
final class Warp {
    final int index;
    final Program program;
    /// Registers of 32 bits and of 64, and predicates: as slots say.
    final int[] r;
    final long[] q;
    final int[] p;
    final int[] scratch = new int[32];
    final WarpMemory memory;
    Block block;
    /// How often its lanes were kept apart by a barrier of the warp.
    int syncs;
    /// Lanes that have not ended, and of these, those that wait at a barrier of the block.
    int alive;
    int atBarrier;
    final int[] barrier = new int[32];

    private final int[] pc = new int[32];
    private final int[][] backs;
    /// Lanes that wait for others of the warp to do something together.
    private int gathered;
    private boolean fromTop;
    private long steps;
    private Step current;

    Warp(int index, Program program, Block block) {
        this.index = index;
        this.program = program;
        this.block = block;
        r = new int[program.ints() * 32];
        q = new long[program.longs() * 32];
        p = new int[program.truths()];
        backs = new int[program.functions()][32];
        memory = new WarpMemory(this, program.localBytes());
        current = program.steps()[program.start()];
        for (Program.Constant constant : program.constants()) {
            Slot slot = constant.slot();
            switch (slot.kind()) {
                case TRUTH -> p[slot.at()] = constant.bits() == 0 ? 0 : -1;
                case INT -> Arrays.fill(r, slot.at(), slot.at() + 32, (int) constant.bits());
                case LONG -> Arrays.fill(q, slot.at(), slot.at() + 32, constant.bits());
            }
        }
    }

    void start(Block block, int lanes) {
        this.block = block;
        alive = lanes;
        atBarrier = 0;
        gathered = 0;
        syncs = 0;
        steps = 0;
        Arrays.fill(pc, program.start());
        for (Program.Special special : program.specials()) {
            for (int k = 0; k < 32; k++) put(special.slot(), k, special.value().of(this, k));
        }
    }

    int[] thread(int lane) {
        return block.threads.place(index * 32L + lane);
    }

    /// Whether any lane can go on, as far as others of the block matter. Those that wait for lanes at a barrier cannot.
    boolean goes() {
        return (alive & ~atBarrier & ~gathered) != 0;
    }

    /// What a barrier tells a lane, of all that came: how many brought a truth.
    void told(Action.Reduction reduction, int lane, int trues, int of) {
        boolean yes = reduction.kind().equals("and") ? trues == of : trues > 0;
        Slot to = reduction.result();
        if (to.kind() == Slot.Kind.TRUTH) p[to.at()] = (p[to.at()] & ~(1 << lane)) | (yes ? 1 << lane : 0);
        else put(to, lane, trues);
    }

    PtxException blamed(Fault fault) {
        return new PtxException("kernel " + program.name() + ", line " + current.line + ", block " + Arrays.toString(block.place) + ", thread "
                + Arrays.toString(thread(fault.lane)) + " " + fault.text());
    }

    /// Until nobody can go on, or for about so many steps.
    void run(int slice) {
        steps += slice;
        int left = slice;
        while (left > 0) {
            int able = alive & ~atBarrier & ~gathered;
            if (able == 0) {
                if (gathered == 0 || !completed()) return;
                continue;
            }
            int from = fromTop ? highest(able) : lowest(able);
            int mask = 0;
            int limit = Integer.MAX_VALUE;
            for (int m = alive & ~atBarrier; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                if (pc[k] == from && (able >> k & 1) != 0) mask |= 1 << k;
                else if (pc[k] > from) limit = Math.min(limit, pc[k]);
            }
            left = together(from, mask, limit, left);
        }
        fromTop = !fromTop;
        if (steps > block.limits.steps()) {
            throw new Fault(Integer.numberOfTrailingZeros(alive), "did not end in " + block.limits.steps() + " instructions of its warp");
        }
    }

    private int lowest(int lanes) {
        int least = Integer.MAX_VALUE;
        for (int m = lanes; m != 0; m &= m - 1) least = Math.min(least, pc[Integer.numberOfTrailingZeros(m)]);
        return least;
    }

    private int highest(int lanes) {
        int most = 0;
        for (int m = lanes; m != 0; m &= m - 1) most = Math.max(most, pc[Integer.numberOfTrailingZeros(m)]);
        return most;
    }

    private void settle(int lanes, int at) {
        for (int m = lanes; m != 0; m &= m - 1) pc[Integer.numberOfTrailingZeros(m)] = at;
    }

    /// Runs lanes that are at one step, until they part or come to where others are. Returns what is left of the steps.
    private int together(int from, int mask, int limit, int left) {
        Step[] all = program.steps();
        int at = from;
        do {
            Step step = all[at];
            current = step;
            int m = step.guard < 0 ? mask : mask & (step.negated ? ~p[step.guard] : p[step.guard]);
            left--;
            if (step.op != null) {
                if (m != 0) step.op.run(this, m);
                at++;
            } else if (m == 0) {
                at++;
            } else if (step.action instanceof Action.Jump jump) {
                if (m != mask) {
                    settle(m, jump.target());
                    settle(mask & ~m, at + 1);
                    return left;
                }
                at = jump.target();
            } else if (step.action instanceof Action.Together common && mask == -1 && m == -1 && everyone(common)) {
                common.op().run(this, m);
                at++;
            } else {
                settle(mask & ~m, at + 1);
                part(step, m, at);
                return left;
            }
        } while (at < limit && left > 0);
        settle(mask, at);
        return left;
    }

    private void part(Step step, int lanes, int at) {
        switch (step.action) {
            case Action.Op op -> throw new AssertionError();
            case Action.Jump jump -> settle(lanes, jump.target());
            case Action.Table table -> {
                for (int m = lanes; m != 0; m &= m - 1) {
                    int k = Integer.numberOfTrailingZeros(m);
                    int index = r[table.index() + k];
                    if (index < 0 || index >= table.targets().length) throw new Fault(k, "jumps to entry " + index + " of a table of " + table.targets().length);
                    pc[k] = table.targets()[index];
                }
            }
            case Action.Call call -> {
                for (int m = lanes; m != 0; m &= m - 1) backs[call.function()][Integer.numberOfTrailingZeros(m)] = at + 1;
                settle(lanes, call.target());
            }
            case Action.Back back -> {
                for (int m = lanes; m != 0; m &= m - 1) {
                    int k = Integer.numberOfTrailingZeros(m);
                    pc[k] = backs[back.function()][k];
                }
            }
            case Action.End end -> alive &= ~lanes;
            case Action.Barrier wall -> {
                settle(lanes, at + 1);
                block.arrive(this, lanes, wall, step.line);
            }
            case Action.Together common -> {
                settle(lanes, at);
                gathered |= lanes;
                completed();
            }
        }
    }

    private boolean everyone(Action.Together common) {
        int all = -1;
        for (int k = 0; k < 32; k++) all &= r[common.members() + k];
        return all == -1;
    }

    /// Does what lanes have gathered for, if all who are wanted are there. Returns whether anything was done.
    private boolean completed() {
        for (int waiting = gathered; waiting != 0; ) {
            int k = Integer.numberOfTrailingZeros(waiting);
            Step step = program.steps()[pc[k]];
            if (!(step.action instanceof Action.Together common)) throw new AssertionError();
            int members = r[common.members() + k];
            if ((members >> k & 1) == 0) throw new Fault(k, "is none of the lanes it names");
            int here = 0;
            for (int m = gathered; m != 0; m &= m - 1) {
                int other = Integer.numberOfTrailingZeros(m);
                if (pc[other] == pc[k] && r[common.members() + other] == members) here |= 1 << other;
            }
            if ((members & alive & ~here) == 0) {
                current = step;
                gathered &= ~here;
                common.op().run(this, here);
                settle(here, pc[k] + 1);
                return true;
            }
            waiting &= ~here;
        }
        return false;
    }

    /// What keeps its lanes, for a block in which nobody can go on.
    void stuck() {
        if (gathered == 0) return;
        int k = Integer.numberOfTrailingZeros(gathered);
        current = program.steps()[pc[k]];
        throw new Fault(k, "waits for lanes of its warp that do not come");
    }

    /// With zeros above it.
    long get(Slot slot, int lane) {
        return slot.kind() == Slot.Kind.LONG ? q[slot.at() + lane] : r[slot.at() + lane] & 0xffffffffL;
    }

    void put(Slot slot, int lane, long bits) {
        if (slot.kind() == Slot.Kind.LONG) q[slot.at() + lane] = bits;
        else r[slot.at() + lane] = slot.bits() == 16 ? (int) bits & 0xffff : (int) bits;
    }
}
