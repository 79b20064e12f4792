package nmos.live.world;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nmos.live.device.PacedLink;
import nmos.live.disk.Drive;
import nmos.live.disk.Request;
import nmos.live.disk.Store;
import nmos.live.kv.KvPiece;
import nmos.live.loop.EventLoop;
import nmos.live.stream.ShardFile;
import nmos.policy.Facts;
import nmos.scenarios.machine.Machine;
import nmos.world.run.Outcome;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;
import org.jspecify.annotations.Nullable;

/// The drive and the links between tiers, and what is under way on them. Asked on the loop thread, where it reports, too.
final class Carriage implements AutoCloseable {
    private final Facts facts;
    private final LiveDevice device;
    private final EventLoop loop;
    private final Consumer<String> faults;
    private final Drive drive;
    private final Store weights;
    private final Path spillPath;
    private final long spillBytes;
    private @Nullable Store spill;
    /// by hop, from 1 upwards
    private final List<PacedLink> up = new ArrayList<>();
    private final List<PacedLink> down = new ArrayList<>();
    /// By work.
    private final Map<Long, Bundle> underWay = new HashMap<>();

    /// `drive` belongs to this from now on. `paced`: links are held to the speeds of the machine. `hops`: by hop, 0 left out of account. `faults` is told what went wrong, in a line.
    Carriage(
            Facts facts,
            LiveDevice device,
            EventLoop loop,
            Drive drive,
            Path model,
            Path spillPath,
            long spillBytes,
            List<Machine.Hop> hops,
            boolean paced,
            long chunkBytes,
            Consumer<String> faults)
            throws IOException {
        this.facts = facts;
        this.device = device;
        this.loop = loop;
        this.faults = faults;
        this.spillPath = spillPath;
        this.spillBytes = spillBytes;
        this.drive = drive;
        boolean opened = false;
        try {
            weights = this.drive.open(model);
            if (weights.alignment() > ShardFile.BLOCK) {
                throw new IOException(model + ": its file system reads blocks of " + weights.alignment() + " bytes, shards are cut at "
                        + ShardFile.BLOCK + "; read it through the page cache with --io buffered");
            }
            opened = true;
        } finally {
            if (!opened) {
                this.drive.close();
            }
        }
        for (int hop = 1; hop < hops.size(); hop++) {
            Machine.Hop speed = hops.get(hop);
            boolean own = !paced && hop == hops.size() - 1;
            long latencyNs = own ? 0 : speed.latencyNs().value();
            up.add(new PacedLink(name(hop, hop + 1), latencyNs, own ? 0 : speed.bytesPerSecUp().value(), chunkBytes));
            down.add(new PacedLink(name(hop + 1, hop), latencyNs, own ? 0 : speed.bytesPerSecDown().value(), chunkBytes));
        }
    }

    private String name(int from, int to) {
        return facts.tiers().get(from).name() + " -> " + facts.tiers().get(to).name();
    }

    Drive drive() {
        return drive;
    }

    private PacedLink link(int from, int to) {
        return from < to ? up.get(from - 1) : down.get(to - 1);
    }

    void read(long work, ShardFile.Shard shard, MemorySegment to, int urgency, Report report) {
        Bundle bundle = new Bundle(work, shard.extents().size(), report);
        for (ShardFile.Extent extent : shard.extents()) {
            MemorySegment part = to.asSlice(extent.at(), extent.bytes());
            ask(bundle, () -> drive.read(weights, extent.offset(), extent.inFile(), part, urgency, bundle::drove));
        }
    }

    private interface Asking {
        Request ask() throws IOException;
    }

    /// What the drive will not take has failed as what it could not do has.
    private void ask(Bundle bundle, Asking asking) {
        try {
            Request request = asking.ask();
            bundle.takeBack.add(() -> drive.cancel(request));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            bundle.drove(Outcome.FAILED, 0, e.getMessage());
        }
    }

    void copy(long work, int from, int to, MemorySegment source, MemorySegment target, long bytes, int urgency, Report report) {
        Bundle bundle = new Bundle(work, 1, report);
        send(bundle, PacedLink.WEIGHTS, from, to, source, target, bytes, urgency);
    }

    private void send(
            Bundle bundle, int stream, int from, int to, MemorySegment source, MemorySegment target, long bytes, int urgency) {
        PacedLink link = link(from, to);
        PacedLink.Copy copy = device.copy(stream, from, to, bundle.work, source.asSlice(0, bytes), target.asSlice(0, bytes));
        var transfer = link.submit(stream, bytes, urgency, (at, count) -> bundle.copy(copy, at, count), bundle::ended);
        bundle.takeBack.add(() -> link.cancel(transfer));
    }

    /// Carries KV between neighbouring tiers. Nothing to carry is done at once.
    void carry(long work, int from, int to, List<KvPiece> pieces, int urgency, Report report) {
        if (pieces.isEmpty()) {
            loop.at(loop.nowNs(), () -> report.ended(Outcome.DONE, 0));
            return;
        }
        Bundle bundle = new Bundle(work, pieces.size(), report);
        for (KvPiece piece : pieces) {
            switch (piece) {
                case KvPiece.Copy copy ->
                    send(bundle, PacedLink.KV, from, to, copy.from(), copy.to(), copy.from().byteSize(), urgency);
                case KvPiece.Write write -> spill(bundle, true, write.fileOffset(), write.from(), urgency);
                case KvPiece.Read read -> spill(bundle, false, read.fileOffset(), read.to(), urgency);
            }
        }
    }

    private void spill(Bundle bundle, boolean write, long offset, MemorySegment memory, int urgency) {
        ask(bundle, () -> {
            Store file = spill;
            if (file == null) {
                file = drive.create(spillPath, spillBytes);
                spill = file;
            }
            return write
                    ? drive.write(file, offset, memory.byteSize(), memory, urgency, bundle::drove)
                    : drive.read(file, offset, memory.byteSize(), memory, urgency, bundle::drove);
        });
    }

    /// The rows of a pass follow it from tier to tier.
    void activations(int from, int to, long bytes, Runnable done) {
        if (from == to) {
            loop.post(done::run);
            return;
        }
        int next = from < to ? from + 1 : from - 1;
        link(from, next).submit(PacedLink.ACTIVATIONS, bytes, 0, PacedLink.Copy.NOTHING, (_, _) ->
                loop.post(() -> activations(next, to, bytes, done)));
    }

    void cancel(long work) {
        Bundle bundle = underWay.get(work);
        if (bundle != null) {
            bundle.wanted = false;
            bundle.takeBack.forEach(Runnable::run);
        }
    }

    /// What happened to the model's file since it was opened, in a line, if anything did. On any thread.
    @Nullable String changed() {
        String changed = weights.changed();
        return changed == null ? null : weights.path() + ": " + changed;
    }

    /// What was asked for as one and goes in several parts: it is done when all are, and failed or dropped if one was.
    private final class Bundle {
        private final long work;
        private final Report report;
        /// How to take back what of it has not begun.
        private final List<Runnable> takeBack = new ArrayList<>();
        private boolean wanted = true;
        private boolean told;
        private int left;
        private long busyNs;
        private Outcome worst = Outcome.DONE;

        Bundle(long work, int parts, Report report) {
            this.work = work;
            this.left = parts;
            this.report = report;
            underWay.put(work, this);
        }

        void drove(Outcome outcome, long busyNs, @Nullable String fault) {
            loop.post(() -> {
                if (fault != null) {
                    tell(fault);
                }
                part(outcome == Outcome.DROPPED ? dropped() : outcome, busyNs);
            });
        }

        /// On a link's thread.
        void copy(PacedLink.Copy copy, long at, long count) {
            try {
                copy.copy(at, count);
            } catch (RuntimeException | Error e) {
                String why = LiveMachinery.why(e);
                loop.post(() -> tell("a copy between tiers failed: " + why));
                throw e;
            }
        }

        void ended(Outcome outcome, long busyNs) {
            loop.post(() -> {
                part(outcome, busyNs);
            });
        }

        /// A drive drops what nobody took back only when it is closed.
        private Outcome dropped() {
            if (!wanted) {
                return Outcome.DROPPED;
            }
            tell("the drive was closed with work under way");
            return Outcome.FAILED;
        }

        /// Its parts have one line together.
        private void tell(String fault) {
            if (!told) {
                told = true;
                faults.accept(fault);
            }
        }

        private void part(Outcome outcome, long partNs) {
            busyNs += partNs;
            if (outcome != Outcome.DONE && worst != Outcome.FAILED) {
                worst = outcome;
            }
            if (--left == 0) {
                underWay.remove(work);
                report.ended(worst, busyNs);
            }
        }
    }

    List<RunOutcome.Device> devices() {
        List<RunOutcome.Device> devices = new ArrayList<>();
        devices.add(new RunOutcome.Device(name(0, 1), drive.bytesRead() + drive.bytesWritten(), drive.busyNs()));
        for (PacedLink link : up) {
            devices.add(new RunOutcome.Device(link.name(), link.bytes(), link.busyNs()));
        }
        for (PacedLink link : down) {
            devices.add(new RunOutcome.Device(link.name(), link.bytes(), link.busyNs()));
        }
        return devices;
    }

    @Override
    public void close() {
        drive.close();
        up.forEach(PacedLink::close);
        down.forEach(PacedLink::close);
        device.drain();
    }
}
