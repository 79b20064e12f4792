package nmos.harness.gates.child;

import nmos.sim.calendar.Calendar;
import nmos.world.run.Event;

/// A calendar that counts what is planned on it, less what is taken back.
final class CountedCalendar implements Calendar {
    private final Calendar calendar;
    private long events;

    CountedCalendar(Calendar calendar) {
        this.calendar = calendar;
    }

    long events() {
        return events;
    }

    @Override
    public long nowNs() {
        return calendar.nowNs();
    }

    @Override
    public long at(long ns, Event event) {
        events++;
        return calendar.at(ns, event);
    }

    @Override
    public boolean cancel(long ticket) {
        boolean taken = calendar.cancel(ticket);
        events -= taken ? 1 : 0;
        return taken;
    }

    @Override
    public void run() {
        calendar.run();
    }

    @Override
    public void runUntil(long ns) {
        calendar.runUntil(ns);
    }

    @Override
    public void stop() {
        calendar.stop();
    }
}
