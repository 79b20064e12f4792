package nmos.live.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import nmos.world.run.Calendar;
import nmos.world.run.Event;
import org.jspecify.annotations.Nullable;

/// Time by the clock, from the loop's making on, or from when it was said that it begins. The clock is read once a turn of the loop; in a turn happens what other threads
/// posted, in the order they did, and then what was planned for until now, by time and then as planned.
public final class EventLoop implements Calendar {
    /// How long the loop sleeps at most: a wake-up that got lost would cost no more.
    private static final long LONGEST_SLEEP_NS = 50_000_000;

    private record Planned(long ns, long ticket, Event event) {}

    private long startNs = System.nanoTime();
    private final PriorityQueue<Planned> planned = new PriorityQueue<>(
            (a, b) -> a.ns != b.ns ? Long.compare(a.ns, b.ns) : Long.compare(a.ticket, b.ticket));
    private final Map<Long, Planned> byTicket = new HashMap<>();
    private final ConcurrentLinkedQueue<Event> posted = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread sleeper;
    private BooleanSupplier over = () -> false;
    private Event interrupted = () -> {};
    private long nowNs;
    private long lastTicket;
    private boolean stopped;

    /// [#run] returns once this is so.
    public void endWhen(BooleanSupplier over) {
        this.over = over;
    }

    /// What happens on the loop's thread when that is interrupted while it runs. The thread is told again when [#run] returns: a
    /// loop that went on with the flag up could not sleep.
    public void whenInterrupted(Event event) {
        interrupted = event;
    }

    /// Time begins now: what was done to get ready is no part of it. Before anything runs.
    public void beginNow() {
        startNs = System.nanoTime();
    }

    /// By [System#nanoTime], when this clock was at 0.
    public long zeroNs() {
        return startNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long at(long ns, Event event) {
        Planned plan = new Planned(Math.max(ns, nowNs), ++lastTicket, event);
        planned.add(plan);
        byTicket.put(plan.ticket, plan);
        return plan.ticket;
    }

    @Override
    public boolean cancel(long ticket) {
        Planned plan = byTicket.remove(ticket);
        return plan != null && planned.remove(plan);
    }

    /// Lets something happen again and again, so long after it last did.
    public void every(long ns, Event event) {
        after(ns, () -> {
            event.happen();
            every(ns, event);
        });
    }

    /// For other threads: lets something happen on the loop's.
    public void post(Event event) {
        posted.add(event);
        LockSupport.unpark(sleeper);
    }

    @Override
    public void run() {
        stopped = false;
        sleeper = Thread.currentThread();
        boolean wasInterrupted = false;
        try {
            while (!stopped && !over.getAsBoolean()) {
                if (Thread.interrupted()) {
                    wasInterrupted = true;
                    interrupted.happen();
                }
                turn();
                if (!stopped && !over.getAsBoolean()) {
                    sleep();
                }
            }
        } finally {
            sleeper = null;
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void turn() {
        nowNs = Math.max(nowNs, System.nanoTime() - startNs);
        // What is posted meanwhile waits for the next turn: events that post others would hold up time and all that is planned.
        for (int left = posted.size(); left > 0 && !stopped; left--) {
            Event event = posted.poll();
            if (event != null) {
                event.happen();
            }
        }
        while (!stopped) {
            Planned next = planned.peek();
            if (next == null || next.ns > nowNs) {
                return;
            }
            planned.remove();
            byTicket.remove(next.ticket);
            next.event.happen();
        }
    }

    private void sleep() {
        Planned next = planned.peek();
        long untilNs = next == null ? Long.MAX_VALUE : next.ns;
        long leftNs = untilNs - (System.nanoTime() - startNs);
        if (posted.isEmpty() && leftNs > 0) {
            LockSupport.parkNanos(this, Math.min(leftNs, LONGEST_SLEEP_NS));
        }
    }

    /// Nothing is planned and nothing posted: unless work is under way elsewhere, nothing will ever happen.
    public boolean idle() {
        return planned.isEmpty() && posted.isEmpty();
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
