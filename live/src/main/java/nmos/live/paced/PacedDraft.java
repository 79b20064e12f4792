package nmos.live.paced;

import java.util.HashMap;
import java.util.Map;
import nmos.world.modelled.DraftDevice;
import nmos.world.run.Event;
import nmos.world.run.Report;

/// The draft model on the processor of its tier, behind what that computes already.
final class PacedDraft implements DraftDevice {
    private final PacedDevices devices;
    private final PlannedTime time;
    private final int tier;
    /// By draft under way, how to take it back.
    private final Map<Long, Runnable> drafts = new HashMap<>();

    PacedDraft(PacedDevices devices, PlannedTime time, int tier) {
        this.devices = devices;
        this.time = time;
        this.tier = tier;
    }

    @Override
    public void draft(long draft, long ns, Report report) {
        drafts.put(draft, devices.compute(tier, ns, (outcome, busyNs) -> {
            drafts.remove(draft);
            report.ended(outcome, busyNs);
        }));
    }

    @Override
    public void cancel(long draft) {
        Runnable takeBack = drafts.get(draft);
        if (takeBack != null) {
            takeBack.run();
        }
    }

    @Override
    public void soon(Event event) {
        time.at(time.nowNs(), event);
    }
}
