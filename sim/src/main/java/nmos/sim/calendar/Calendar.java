package nmos.sim.calendar;

import nmos.world.run.Event;

/// Virtual time in nanoseconds, from 0. Events happen in the order of their times; those of one instant in the order in
/// which they were planned.
public interface Calendar extends nmos.world.run.Calendar {
    /// An earlier time than now is an `IllegalArgumentException`.
    @Override
    long at(long ns, Event event);

    /// Until nothing is left or an event stops it. After an exception the calendar is as after the event that threw, and can
    /// go on.
    @Override
    void run();

    /// As [#run], but only events up to and at `ns`; unless stopped, the time is then `ns`.
    void runUntil(long ns);
}
