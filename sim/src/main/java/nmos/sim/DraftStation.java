package nmos.sim;

import java.util.HashMap;
import java.util.Map;
import nmos.sim.station.Job;
import nmos.world.modelled.DraftDevice;
import nmos.world.run.Event;
import nmos.world.run.Report;

/// The draft model on the processor of its tier.
final class DraftStation implements DraftDevice {
    private final Devices devices;
    private final int tier;
    private final Map<Long, Job> jobs = new HashMap<>();

    DraftStation(Devices devices, int tier) {
        this.devices = devices;
        this.tier = tier;
    }

    @Override
    public void draft(long draft, long ns, Report report) {
        Job job = devices.compute(tier, ns, (outcome, busyNs) -> {
            jobs.remove(draft);
            report.ended(outcome, busyNs);
        });
        jobs.put(draft, job);
    }

    @Override
    public void cancel(long draft) {
        Job job = jobs.get(draft);
        if (job != null) {
            devices.cancelCompute(tier, job);
        }
    }

    @Override
    public void soon(Event event) {
        devices.soon(event);
    }
}
