package nmos.journal;

/// What a stream of a device did for a while, by the device's own events, in ns of the run's clock. `work`: the piece of work in the journal that
/// it was part of, 0 where that is not known; `bytes`: copied, 0 where something was computed.
public record DeviceSpan(String stream, String what, long work, long bytes, long beganNs, long endedNs) {
    /// On a clock that was at 0 at `zeroNs` of this one.
    public DeviceSpan since(long zeroNs) {
        return new DeviceSpan(stream, what, work, bytes, beganNs - zeroNs, endedNs - zeroNs);
    }
}
