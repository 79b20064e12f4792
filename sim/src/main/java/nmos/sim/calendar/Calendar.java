package nmos.sim.calendar;

/// Virtual time in nanoseconds, from 0. Events happen in the order of their times; those of one instant in the order in
/// which they were planned. All on the thread that calls `run`: a calendar belongs to one thread at a time.
public interface Calendar {
    /// The ticket of no event: cancelling it does nothing.
    long NO_TICKET = -1;

    long nowNs();

    /// Plans `event` for `ns`, now or later; an earlier time is an `IllegalArgumentException`.
    /// The ticket is good for [#cancel] and is never given twice.
    long at(long ns, Event event);

    /// Takes an event back. False if it has happened, was cancelled before, or never was.
    boolean cancel(long ticket);

    /// Lets everything happen that is planned, and what that plans in turn, until nothing is left or an event stops it.
    /// Whatever an event throws comes out of here as it is; the calendar is then as after that event, and can go on.
    void run();

    /// As [#run], but only events up to and at `ns`; unless stopped, the time is then `ns`.
    void runUntil(long ns);

    /// Called by an event: `run` returns after it, and what is planned stays planned.
    void stop();

    /// Plans `event` for `delayNs` from now; past the end of time, about 292 years, is an `ArithmeticException`.
    default long after(long delayNs, Event event) {
        return at(Math.addExact(nowNs(), delayNs), event);
    }
}
