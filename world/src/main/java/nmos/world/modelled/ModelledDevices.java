package nmos.world.modelled;

import java.util.List;
import nmos.world.run.Event;
import nmos.world.run.Report;
import nmos.world.run.RunOutcome;

/// Devices that take the modelled time: a drive below the lowest tier of memory, a link for every other hop and direction, a processor in
/// every tier that computes.
///
/// What a device is asked for it hands back as a way to take it back, as far as that can be; that does nothing once it has
/// reported. No report comes from within what asked for it.
public interface ModelledDevices {
    Runnable fetch(long fetch, int from, long bytes, int urgency, Report report);

    /// Moves KV to a neighbouring tier, up or down.
    Runnable moveKv(long move, int from, int to, long bytes, int urgency, Report report);

    /// Activations go between two tiers that compute, hop by hop; what lies between only passes them on.
    void moveActivations(int from, int to, long bytes, Runnable done);

    Runnable compute(int tier, long ns, Report report);

    /// At once, but not from within.
    void soon(Event event);

    /// What each device has done.
    List<RunOutcome.Device> done();
}
