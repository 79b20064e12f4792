package nmos.world.run;

/// Time in nanoseconds from 0, virtual or a clock's. What happens does so on the thread that calls `run`: a calendar belongs to
/// one thread at a time.
public interface Calendar {
    /// The ticket of no event: cancelling it does nothing.
    long NO_TICKET = -1;

    /// The same for as long as an event happens.
    long nowNs();

    /// Plans `event` for `ns`, now or later. The ticket is good for [#cancel] and is never given twice.
    long at(long ns, Event event);

    /// Takes an event back. False if it has happened, was cancelled before, or never was.
    boolean cancel(long ticket);

    /// Lets everything happen that is planned, and what that plans in turn, until it is over or an event stops it.
    /// Whatever an event throws comes out of here as it is.
    void run();

    /// Called by an event: `run` returns after it, and what is planned stays planned.
    void stop();

    /// Plans `event` for `delayNs` from now; past the end of time, about 292 years, is an `ArithmeticException`.
    default long after(long delayNs, Event event) {
        return at(Math.addExact(nowNs(), delayNs), event);
    }
}
