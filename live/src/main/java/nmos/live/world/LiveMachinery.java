package nmos.live.world;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import nmos.live.cuda.NoRoomException;
import nmos.live.cuda.driver.CudaException;
import nmos.live.device.Processor;
import nmos.live.kv.KvMove;
import nmos.live.loop.EventLoop;
import nmos.live.model.Forward;
import nmos.live.stream.ShardFile;
import nmos.policy.Facts;
import nmos.world.ledger.Ledger;
import nmos.world.run.Machinery;
import nmos.world.run.Outcome;
import nmos.world.run.PassRun;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;
import org.jspecify.annotations.Nullable;

/// A machine on this one: real files, memory of each tier under its budget, links at their pace, and a device that computes.
final class LiveMachinery implements Machinery {
    /// A fetch that finds no memory has failed after so long. Chosen.
    private static final long NO_ROOM_NS = 1_000_000;

    private final Facts facts;
    private final Ledger ledger;
    private final EventLoop loop;
    private final ShardFile file;
    private final Shards shards;
    private final Carriage carriage;
    private final Processor processor;
    private final LiveDevice device;
    private final Kv kv;
    private final Texts texts;
    private final boolean withMass;
    /// by shard
    private final int[] computedIn;
    private final int width;
    private final int vocabulary;
    private final Consumer<String> faults;
    private final Map<PassRun, LivePass> passes = new HashMap<>();
    /// by tier: time something was computed there
    private final List<AtomicLong> computedNs = new ArrayList<>();
    /// (wanted rows, vocabulary) of the pass that is through.
    private float[] logits = new float[0];
    /// What has a part in the pass that is computed, the one that computed last at the end, and rows between two of them. On the processor.
    private final Deque<Forward> taking = new ArrayDeque<>();
    private float[] between = new float[0];

    LiveMachinery(
            Facts facts,
            Ledger ledger,
            EventLoop loop,
            ShardFile file,
            Shards shards,
            Carriage carriage,
            Processor processor,
            LiveDevice device,
            Kv kv,
            Texts texts,
            boolean withMass,
            int[] computedIn,
            int width,
            int vocabulary,
            Consumer<String> faults) {
        this.facts = facts;
        this.ledger = ledger;
        this.loop = loop;
        this.file = file;
        this.shards = shards;
        this.carriage = carriage;
        this.processor = processor;
        this.device = device;
        this.kv = kv;
        this.texts = texts;
        this.withMass = withMass;
        this.computedIn = computedIn.clone();
        this.width = width;
        this.vocabulary = vocabulary;
        this.faults = faults;
        facts.tiers().forEach(_ -> computedNs.add(new AtomicLong()));
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, Report report) {
        leaveRoomForKv(from + 1);
        MemorySegment to;
        try {
            to = shards.take(shard, from + 1);
        } catch (CudaException | NoRoomException full) {
            faults.accept("no room for a shard: " + full.getMessage());
            // At once, the policy would ask again before anything else had its turn.
            loop.at(loop.nowNs() + NO_ROOM_NS, () -> report.ended(Outcome.FAILED, 0));
            return;
        }
        Report kept = (outcome, busyNs) -> {
            if (outcome != Outcome.DONE) {
                shards.giveBack(shard, from + 1);
            }
            report.ended(outcome, busyNs);
        };
        if (from == 0) {
            carriage.read(fetch, file.shard(shard), to, urgency, kept);
        } else {
            long bytes = facts.shards().get(shard).bytes();
            carriage.copy(fetch, from, from + 1, shards.at(shard, from), to, bytes, urgency, kept);
        }
    }

    /// Weights and KV share a tier's budget, and KV grows.
    private void leaveRoomForKv(int tier) {
        Facts.Tier of = facts.tiers().get(tier);
        long kvBytes = ledger.heldBytes(tier) - ledger.weightBytes(tier) - of.reservedBytes();
        shards.limit(tier, of.budgetBytes() - of.reservedBytes() - kvBytes);
    }

    @Override
    public void evict(int shard, int tier) {
        shards.giveBack(shard, tier);
    }

    @Override
    public void movePage(
            long move, int page, int first, int last, int from, int to, long bytes, int urgency, Report report) {
        KvMove moving = kv.move(page, layer(first), layer(last), from, to);
        carriage.carry(move, from, to, moving.pieces(), urgency, (outcome, busyNs) -> {
            if (outcome == Outcome.DONE) {
                kv.landed(moving);
            } else {
                kv.dropped(moving);
            }
            report.ended(outcome, busyNs);
        });
    }

    /// The last layer that is not after a shard: parts of the head have no KV.
    private int layer(int shard) {
        return Math.min(shard, file.layers() - 1);
    }

    @Override
    public void cancel(long work) {
        carriage.cancel(work);
    }

    @Override
    public void beginPass(PassRun pass) {
        LivePass rows = new LivePass(pass, texts, kv);
        passes.put(pass, rows);
        for (int tier = 1; tier < facts.tiers().size(); tier++) {
            leaveRoomForKv(tier);
        }
        kv.begin(rows.rows());
        int wanted = rows.wanted().length * vocabulary;
        if (logits.length < wanted) {
            logits = new float[wanted];
        }
    }

    LivePass pass(PassRun pass) {
        LivePass rows = passes.get(pass);
        if (rows == null) {
            throw new IllegalStateException("a pass that was not begun");
        }
        return rows;
    }

    /// Layers are computed in this tier.
    boolean computes(int tier) {
        return Arrays.stream(computedIn).anyMatch(of -> of == tier);
    }

    LiveDevice device() {
        return device;
    }

    float[] logits() {
        return logits;
    }

    @Override
    public void planned(int first, int last) {
        if (first < file.layers()) {
            kv.planned(first, layer(last));
        }
    }

    @Override
    public void settled(int first, int last) {
        if (first < file.layers()) {
            kv.settled(first, layer(last));
        }
    }

    @Override
    public void passOver(PassRun pass) {
        passes.remove(pass);
        kv.end();
    }

    @Override
    public void moveActivations(int from, int to, PassRun pass, Runnable done) {
        carriage.activations(from, to, facts.kv().activationBytesPerRow() * pass.rows(), done);
    }

    @Override
    public void compute(PassRun pass, int first, int end, int tier, Report report) {
        LivePass rows = pass(pass);
        float[] out = logits;
        processor.submit(() -> {
            long beganNs = System.nanoTime();
            long[] deviceNs = {0};
            String fault = compute(pass, rows, out, first, end, tier, deviceNs);
            long busyNs = deviceNs[0] > 0 ? deviceNs[0] : System.nanoTime() - beganNs;
            computedNs.get(tier).addAndGet(busyNs);
            loop.post(() -> {
                if (fault != null) {
                    faults.accept(fault);
                }
                report.ended(fault == null ? Outcome.DONE : Outcome.FAILED, busyNs);
            });
        });
    }

    /// On the processor. What went wrong, in a line. Rows of the embedding come from the file as it is now, and a pass over those of
    /// another file would be wrong without anybody seeing it.
    private @Nullable String compute(
            PassRun pass, LivePass rows, float[] out, int first, int end, int tier, long[] deviceNs) {
        try {
            Forward forward = device.forward(tier);
            if (first == 0) {
                taking.clear();
                taking.add(forward);
                forward.begin(rows.rows(), withMass);
                String changed = carriage.changed();
                if (changed != null) {
                    return changed;
                }
            }
            goOn(forward, rows);
            for (int shard = first; shard < end && !pass.abandoned() && !processor.closing(); shard++) {
                if (shard < file.layers()) {
                    forward.layer(shard, file.layer(shard, shards.at(shard, tier)));
                } else if (rows.wanted().length > 0) {
                    forward.logits(
                            rows.wanted(),
                            file.headPart(shard, shards.at(shard, tier)),
                            out,
                            file.firstToken(shard),
                            vocabulary);
                }
            }
            deviceNs[0] = forward.finish();
            return null;
        } catch (RuntimeException | Error e) {
            String changed = carriage.changed();
            return changed == null ? "a pass could not be computed: " + why(e) : changed;
        }
    }

    /// The rows are where this computes.
    private void goOn(Forward forward, LivePass rows) {
        Forward before = taking.getLast();
        if (before.equals(forward)) {
            return;
        }
        int numbers = rows.rows().count() * width;
        if (between.length < numbers) {
            between = new float[numbers];
        }
        before.get(between);
        if (!taking.remove(forward)) {
            forward.join(rows.rows(), withMass);
        }
        forward.put(between);
        taking.add(forward);
    }

    /// What was thrown first, as it may have come from thread to thread.
    static String why(Throwable thrown) {
        Throwable first = thrown;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first instanceof IOException || first instanceof CudaException || first instanceof NoRoomException
                ? String.valueOf(first.getMessage())
                : first.toString();
    }

    /// A draft model computes where the oracle's last layer is computed, on the processor.
    void drafted(long busyNs) {
        computedNs.get(facts.top()).addAndGet(busyNs);
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        kv.open(page, branch, from, to, tier);
    }

    @Override
    public void sharePage(int page, int branch) {
        kv.share(page, branch);
    }

    @Override
    public void fold(int page) {
        kv.fold(page);
    }

    @Override
    public void truncate(int branch, int position) {
        kv.truncate(branch, position);
    }

    @Override
    public void release(int page) {
        kv.release(page);
    }

    @Override
    public List<RunOutcome.Device> devices() {
        List<RunOutcome.Device> devices = new ArrayList<>(carriage.devices());
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            if (facts.tiers().get(tier).computes()) {
                devices.add(new RunOutcome.Device(
                        facts.tiers().get(tier).name() + " compute", 0, computedNs.get(tier).get()));
            }
        }
        return devices;
    }
}
