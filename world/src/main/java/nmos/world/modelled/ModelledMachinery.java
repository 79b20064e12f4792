package nmos.world.modelled;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nmos.policy.Facts;
import nmos.policy.Signal;
import nmos.world.run.Machinery;
import nmos.world.run.PassRun;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;

/// Carries work out on devices that take the modelled time.
final class ModelledMachinery implements Machinery {
    private final Facts facts;
    private final ModelledDevices devices;
    private final Context context;
    private final Routing routing;
    /// By work under way, how to take it back.
    private final Map<Long, Runnable> transfers = new HashMap<>();

    ModelledMachinery(Facts facts, ModelledDevices devices, Context context, Routing routing) {
        this.facts = facts;
        this.devices = devices;
        this.context = context;
        this.routing = routing;
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, Report report) {
        long bytes = facts.shards().get(shard).bytes();
        transfers.put(fetch, devices.fetch(fetch, from, bytes, urgency, ended(fetch, report)));
    }

    @Override
    public void movePage(
            long move, int page, int first, int last, int from, int to, long bytes, int urgency, Report report) {
        transfers.put(move, devices.moveKv(move, from, to, bytes, urgency, ended(move, report)));
    }

    private Report ended(long work, Report report) {
        return (outcome, busyNs) -> {
            transfers.remove(work);
            report.ended(outcome, busyNs);
        };
    }

    @Override
    public void cancel(long work) {
        Runnable takeBack = transfers.get(work);
        if (takeBack != null) {
            takeBack.run();
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
            int rows = switch (facts.shards().get(shard).kind()) {
                case LAYER -> pass.rows();
                case EXPERT -> routing.rows(shard);
                case HEAD -> pass.wantedRows();
            };
            ns += (rows == 0 ? 0 : facts.computeNs(shard, tier, rows)) + context.ns(pass, shard, tier);
        }
        devices.compute(tier, ns, report);
    }

    @Override
    public void routed(PassRun pass, int shard, Consumer<Signal> ears) {
        routing.routed(pass, shard, ears);
    }

    @Override
    public List<RunOutcome.Device> devices() {
        return devices.done();
    }
}
