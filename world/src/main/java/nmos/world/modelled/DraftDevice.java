package nmos.world.modelled;

import nmos.world.run.Event;
import nmos.world.run.Report;

/// Whose time the draft model takes.
public interface DraftDevice {
    /// Is busy for so long with a draft, after what it was asked before.
    void draft(long draft, long ns, Report report);

    /// Takes a draft back as far as that can be; none if it has reported.
    void cancel(long draft);

    /// At once, but not from within.
    void soon(Event event);
}
