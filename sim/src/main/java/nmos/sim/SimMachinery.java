package nmos.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.policy.Facts;
import nmos.sim.fault.Faults;
import nmos.sim.station.Job;
import nmos.world.modelled.Context;
import nmos.world.run.Machinery;
import nmos.world.run.PassRun;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;

/// Stations that take the modelled time.
final class SimMachinery implements Machinery {
    private final Facts facts;
    private final Devices devices;
    private final Faults faults;
    private final Context context;
    private final Map<Long, Transfer> transfers = new HashMap<>();

    private record Transfer(int from, int to, Job job) {}

    SimMachinery(Facts facts, Devices devices, Faults faults, Context context) {
        this.facts = facts;
        this.devices = devices;
        this.faults = faults;
        this.context = context;
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, Report report) {
        long bytes = facts.shards().get(shard).bytes();
        Job job = devices.fetch(from, bytes, urgency, faults.ofFetch(fetch), ended(fetch, report));
        transfers.put(fetch, new Transfer(from, from + 1, job));
    }

    @Override
    public void movePage(
            long move, int page, int first, int last, int from, int to, long bytes, int urgency, Report report) {
        Job job = devices.moveKv(from, to, bytes, urgency, faults.ofFetch(move), ended(move, report));
        transfers.put(move, new Transfer(from, to, job));
    }

    private Report ended(long work, Report report) {
        return (outcome, busyNs) -> {
            transfers.remove(work);
            report.ended(outcome, busyNs);
        };
    }

    @Override
    public void cancel(long work) {
        Transfer transfer = transfers.get(work);
        if (transfer != null) {
            devices.cancel(transfer.from(), transfer.to(), transfer.job());
        }
    }

    @Override
    public void beginPass(PassRun pass) {
        context.passBegins();
    }

    @Override
    public void moveActivations(int from, int to, PassRun pass, Runnable done) {
        devices.moveActivations(from, to, facts.kv().activationBytesPerRow() * pass.rows(), done);
    }

    @Override
    public void compute(PassRun pass, int first, int end, int tier, Report report) {
        long ns = 0;
        for (int shard = first; shard < end; shard++) {
            ns += facts.computeNs(shard, tier, pass.rows()) + context.ns(pass, shard, tier);
        }
        devices.compute(tier, ns, report);
    }

    @Override
    public List<RunOutcome.Device> devices() {
        return devices.stations().stream()
                .map(station -> new RunOutcome.Device(
                        station.name(), station.books().bytes(), station.books().busyNs()))
                .toList();
    }
}
