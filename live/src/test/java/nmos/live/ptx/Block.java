package nmos.live.ptx;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Threads that share memory and wait for each other.
final class Block {
    private static final int SLICE = 1 << 16;

    final Dim grid;
    final Dim threads;
    final int[] place;
    final SharedMemory shared;
    final int dynamicBytes;
    final byte[] parameters;
    final DeviceMemory memory;
    /// Of the module.
    final DeviceMemory variables;
    final Limits limits;

    private final int[] arrived = new int[16];
    private final int[] trues = new int[16];
    private final int[] lines = new int[16];
    private Warp[] warps = {};

    Block(Dim grid, Dim threads, int[] place, SharedMemory shared, int dynamicBytes, byte[] parameters, DeviceMemory memory, DeviceMemory variables, Limits limits) {
        this.grid = grid;
        this.threads = threads;
        this.place = place;
        this.shared = shared;
        this.dynamicBytes = dynamicBytes;
        this.parameters = parameters;
        this.memory = memory;
        this.variables = variables;
        this.limits = limits;
    }

    void run(Warp[] warps, @Nullable RandomGenerator chance) {
        this.warps = warps;
        shared.begin();
        int count = (int) threads.count();
        for (Warp warp : warps) {
            int lanes = Math.min(32, count - warp.index * 32);
            warp.start(this, lanes == 32 ? -1 : (1 << lanes) - 1);
        }
        Warp now = warps[0];
        try {
            while (true) {
                boolean alive = false;
                boolean went = false;
                int first = chance == null ? 0 : chance.nextInt(warps.length);
                for (int i = 0; i < warps.length; i++) {
                    now = warps[(i + first) % warps.length];
                    alive |= now.alive != 0;
                    if (now.goes()) {
                        now.run(SLICE);
                        went = true;
                    }
                }
                if (!alive) break;
                if (!went) {
                    for (Warp warp : warps) {
                        now = warp;
                        warp.stuck();
                    }
                    throw stuck();
                }
            }
        } catch (Fault fault) {
            throw now.blamed(fault);
        }
        for (int id = 0; id < 16; id++) if (arrived[id] != 0) throw stuck();
    }

    /// Threads of a warp come to a barrier; the last to come lets all go on.
    void arrive(Warp warp, int lanes, Action.Barrier barrier, int line) {
        int id = barrier.id();
        int wanted = barrier.threads() == 0 ? (int) threads.count() : barrier.threads();
        int lane = Integer.numberOfTrailingZeros(lanes);
        if (arrived[id] != 0 && barrier.threads() == 0 && lines[id] != line) {
            throw new Fault(lane, "waits at a barrier while others wait at that on line " + lines[id]);
        }
        lines[id] = line;
        arrived[id] += Integer.bitCount(lanes);
        if (arrived[id] > wanted) throw new Fault(lane, "is one too many at a barrier of " + wanted + " threads");
        if (barrier.waits()) {
            warp.atBarrier |= lanes;
            for (int m = lanes; m != 0; m &= m - 1) warp.barrier[Integer.numberOfTrailingZeros(m)] = id;
        }
        if (barrier.reduction() != null) {
            int truth = warp.p[barrier.reduction().predicate()];
            trues[id] += Integer.bitCount((barrier.reduction().negated() ? ~truth : truth) & lanes);
        }
        if (arrived[id] == wanted) open(id, wanted, barrier.reduction());
    }

    private void open(int id, int wanted, Action.@Nullable Reduction reduction) {
        for (Warp warp : warps) {
            for (int m = warp.atBarrier; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                if (warp.barrier[k] != id) continue;
                warp.atBarrier &= ~(1 << k);
                if (reduction != null) warp.told(reduction, k, trues[id], wanted);
            }
        }
        arrived[id] = 0;
        trues[id] = 0;
        shared.barrier();
    }

    private PtxException stuck() {
        int waiting = Arrays.stream(warps).mapToInt(w -> Integer.bitCount(w.atBarrier)).sum();
        int alive = Arrays.stream(warps).mapToInt(w -> Integer.bitCount(w.alive)).sum();
        int line = Arrays.stream(lines).max().orElse(0);
        return new PtxException("kernel " + warps[0].program.name() + ", line " + line + ", block " + Arrays.toString(place) + ": " + waiting
                + " threads wait at the barrier, " + (threads.count() - alive) + " ended without coming to it");
    }
}
