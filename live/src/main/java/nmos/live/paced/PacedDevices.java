package nmos.live.paced;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.device.DueReport;
import nmos.live.device.Opened;
import nmos.live.device.PacedLink;
import nmos.live.device.PacedProcessor;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.Pace;
import nmos.live.disk.Request;
import nmos.live.disk.Span;
import nmos.live.disk.Store;
import nmos.policy.Facts;
import nmos.scenarios.machine.Machine;
import nmos.world.modelled.ModelledDevices;
import nmos.world.run.Event;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;

/// The devices of one machine, each a thread that takes the modelled time: a drive below the lowest tier of memory, a link for every
/// other hop and direction, and a processor in every tier that computes. Asked on the loop thread, where they report, too.
final class PacedDevices implements ModelledDevices, AutoCloseable {
    /// Every request goes to the beginning of a file that is not there: longer than any, with room for the arithmetic of its blocks.
    private static final long FILE_BYTES = 1L << 60;

    private static final int MOST_PIECE_BYTES = 1 << 30;

    private final Facts facts;
    private final PlannedTime time;
    private final Opened open = new Opened();
    private final Drive drive;
    private final Store file;
    /// by hop, from 1 upwards
    private final List<PacedLink> up = new ArrayList<>();
    private final List<PacedLink> down = new ArrayList<>();
    /// by tier; one that cannot compute has one that is never used
    private final List<PacedProcessor> processors = new ArrayList<>();

    PacedDevices(Facts facts, PlannedTime time, List<Machine.Hop> hops, long chunkBytes) throws IOException {
        this.facts = facts;
        this.time = time;
        Machine.Hop first = hops.getFirst();
        long pieceBytes = Math.clamp(chunkBytes - chunkBytes % Span.BLOCK, Span.BLOCK, MOST_PIECE_BYTES);
        Pace reads = new Pace(first.latencyNs().value(), first.bytesPerSecUp().value());
        Pace writes = new Pace(first.latencyNs().value(), first.bytesPerSecDown().value());
        int depth = (int) first.depth().value();
        drive = open.add(Drive.start("paced", DriveOptions.modelled(depth, reads, writes).cut(depth, (int) pieceBytes)));
        boolean made = false;
        try {
            file = drive.create(Path.of("modelled"), FILE_BYTES);
            for (int hop = 1; hop < hops.size(); hop++) {
                Machine.Hop speed = hops.get(hop);
                long latencyNs = speed.latencyNs().value();
                up.add(open.add(new PacedLink(name(hop, hop + 1), latencyNs, speed.bytesPerSecUp().value(), chunkBytes)));
                down.add(open.add(new PacedLink(name(hop + 1, hop), latencyNs, speed.bytesPerSecDown().value(), chunkBytes)));
            }
            for (Facts.Tier tier : facts.tiers()) {
                processors.add(open.add(new PacedProcessor(tier.name() + " compute")));
            }
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    private String name(int from, int to) {
        return facts.tiers().get(from).name() + " -> " + facts.tiers().get(to).name();
    }

    private DueReport heard(Report report) {
        return (outcome, busyNs, dueNs) -> time.post(dueNs, () -> report.ended(outcome, busyNs));
    }

    @Override
    public Runnable fetch(long fetch, int from, long bytes, int urgency, Report report) {
        return from == 0
                ? drive(false, bytes, urgency, report)
                : link(from, from + 1, PacedLink.WEIGHTS, bytes, urgency, report);
    }

    @Override
    public Runnable moveKv(long move, int from, int to, long bytes, int urgency, Report report) {
        return Math.min(from, to) == 0
                ? drive(to == 0, bytes, urgency, report)
                : link(from, to, PacedLink.KV, bytes, urgency, report);
    }

    /// A drive refuses a request for nothing, so that one takes the time of a byte. It takes requests as handed in when it hears of
    /// them, and its reports count as due when they come.
    private Runnable drive(boolean write, long bytes, int urgency, Report report) {
        DueReport heard = heard(report);
        nmos.live.disk.Report drove = (outcome, busyNs, _) -> heard.ended(outcome, busyNs, System.nanoTime());
        long most = Math.max(1, bytes);
        Request request = write
                ? drive.write(file, 0, most, MemorySegment.NULL, urgency, drove)
                : drive.read(file, 0, most, MemorySegment.NULL, urgency, drove);
        return () -> drive.cancel(request);
    }

    private Runnable link(int from, int to, int stream, long bytes, int urgency, Report report) {
        PacedLink link = from < to ? up.get(from - 1) : down.get(to - 1);
        PacedLink.Transfer transfer =
                link.submit(stream, bytes, urgency, time.handedInNs(), PacedLink.Copy.NOTHING, heard(report));
        return () -> link.cancel(transfer);
    }

    @Override
    public void moveActivations(int from, int to, long bytes, Runnable done) {
        int next = from < to ? from + 1 : from - 1;
        link(from, next, PacedLink.ACTIVATIONS, bytes, 0, (_, _) -> {
            if (next == to) {
                done.run();
            } else {
                moveActivations(next, to, bytes, done);
            }
        });
    }

    @Override
    public Runnable compute(int tier, long ns, Report report) {
        PacedProcessor processor = processors.get(tier);
        PacedProcessor.Job job = processor.submit(ns, time.handedInNs(), heard(report));
        return () -> processor.cancel(job);
    }

    @Override
    public void soon(Event event) {
        time.at(time.nowNs(), event);
    }

    @Override
    public List<RunOutcome.Device> done() {
        List<RunOutcome.Device> devices = new ArrayList<>();
        devices.add(new RunOutcome.Device(name(0, 1), drive.bytesRead() + drive.bytesWritten(), drive.busyNs()));
        up.forEach(link -> devices.add(new RunOutcome.Device(link.name(), link.bytes(), link.busyNs())));
        down.forEach(link -> devices.add(new RunOutcome.Device(link.name(), link.bytes(), link.busyNs())));
        for (int tier = 0; tier < processors.size(); tier++) {
            if (facts.tiers().get(tier).computes()) {
                PacedProcessor processor = processors.get(tier);
                devices.add(new RunOutcome.Device(processor.name(), 0, processor.busyNs()));
            }
        }
        return devices;
    }

    /// Waits for what is under way.
    @Override
    public void close() {
        open.close();
    }
}
