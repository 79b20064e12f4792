package nmos.sim;

import java.util.List;
import nmos.sim.station.Books;
import nmos.world.ledger.Ledger;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Turn;
import nmos.world.run.RunOutcome;

/// What a simulated run came to, with the books of its stations. `lastDraw` is one more random number, drawn at the
/// end: two runs that agree on it drew as many before.
public record SimOutcome(RunOutcome run, List<Device> devices, long lastDraw) {

    /// One station with its accounts.
    public record Device(String name, Books books) {}

    public SimOutcome {
        devices = List.copyOf(devices);
    }

    public boolean complete() {
        return run.complete();
    }

    public List<Turn> turns() {
        return run.turns();
    }

    public List<Pass> passes() {
        return run.passes();
    }

    public long endNs() {
        return run.endNs();
    }

    public List<Long> stalledNs() {
        return run.stalledNs();
    }

    public long kvStalledNs() {
        return run.kvStalledNs();
    }

    public long lateBytes() {
        return run.lateBytes();
    }

    public long inTimeBytes() {
        return run.inTimeBytes();
    }

    public Ledger ledger() {
        return run.ledger();
    }

    public long policyDigest() {
        return run.policyDigest();
    }
}
