package nmos.sim.fault;

/// An episode of memory pressure: from `startNs` for `durationNs`, `takenPpm` of the tier's budget is somebody else's.
public record Pressure(int tier, long startNs, long durationNs, int takenPpm) {
    public long endNs() {
        return startNs + durationNs;
    }
}
