package nmos.sim.calendar;

import nmos.world.run.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fast calendar: a heap of four children a node in primitive arrays, keyed by time and then ticket. Nothing is
/// allocated for an event but what the caller brings.
public final class HeapCalendar implements Calendar {
    private static final int CHILDREN = 4;

    private final Slots slots = new Slots();
    // By heap position.
    private long[] times = new long[slots.capacity()];
    private long[] tickets = new long[slots.capacity()];
    private int size;
    // By slot.
    private int[] positions = new int[slots.capacity()];
    private @Nullable Event[] events = new @Nullable Event[slots.capacity()];

    private long nowNs;
    private boolean running;
    private boolean stopped;

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long at(long ns, Event event) {
        if (ns < nowNs) {
            throw new IllegalArgumentException("an event at " + ns + " ns, but it is " + nowNs + " ns already");
        }
        long ticket = slots.take();
        if (slots.capacity() > times.length) {
            grow(slots.capacity());
        }
        events[Slots.slotOf(ticket)] = event;
        rise(size++, ns, ticket);
        return ticket;
    }

    @Override
    public boolean cancel(long ticket) {
        if (!slots.holds(ticket)) {
            return false;
        }
        int slot = Slots.slotOf(ticket);
        removeAt(positions[slot]);
        events[slot] = null;
        slots.release(ticket);
        return true;
    }

    @Override
    public void run() {
        drain(Long.MAX_VALUE);
    }

    @Override
    public void runUntil(long ns) {
        if (ns < nowNs) {
            throw new IllegalArgumentException("run until " + ns + " ns, but it is " + nowNs + " ns already");
        }
        drain(ns);
        if (!stopped) {
            nowNs = ns;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void drain(long untilNs) {
        if (running) {
            throw new IllegalStateException("run called by an event of the same run");
        }
        running = true;
        stopped = false;
        try {
            while (size > 0 && times[0] <= untilNs && !stopped) {
                happenNext();
            }
        } finally {
            running = false;
        }
    }

    private void happenNext() {
        nowNs = times[0];
        long ticket = tickets[0];
        int slot = Slots.slotOf(ticket);
        Event event = events[slot];
        removeAt(0);
        events[slot] = null;
        slots.release(ticket);
        if (event != null) {
            event.happen();
        }
    }

    private void removeAt(int position) {
        size--;
        if (position == size) {
            return;
        }
        long time = times[size];
        long ticket = tickets[size];
        if (position > 0 && before(time, ticket, (position - 1) / CHILDREN)) {
            rise(position, time, ticket);
        } else {
            sink(position, time, ticket);
        }
    }

    private void rise(int from, long time, long ticket) {
        int position = from;
        while (position > 0) {
            int parent = (position - 1) / CHILDREN;
            if (!before(time, ticket, parent)) {
                break;
            }
            put(position, times[parent], tickets[parent]);
            position = parent;
        }
        put(position, time, ticket);
    }

    private void sink(int from, long time, long ticket) {
        int position = from;
        while (true) {
            int least = leastChild(position);
            if (least < 0 || before(time, ticket, least)) {
                break;
            }
            put(position, times[least], tickets[least]);
            position = least;
        }
        put(position, time, ticket);
    }

    /// The child that comes first, or -1.
    private int leastChild(int position) {
        int first = CHILDREN * position + 1;
        if (first >= size) {
            return -1;
        }
        int least = first;
        int end = Math.min(first + CHILDREN, size);
        for (int child = first + 1; child < end; child++) {
            if (before(times[child], tickets[child], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean before(long time, long ticket, int position) {
        return time < times[position] || (time == times[position] && ticket < tickets[position]);
    }

    private void put(int position, long time, long ticket) {
        times[position] = time;
        tickets[position] = ticket;
        positions[Slots.slotOf(ticket)] = position;
    }

    private void grow(int capacity) {
        times = Arrays.copyOf(times, capacity);
        tickets = Arrays.copyOf(tickets, capacity);
        positions = Arrays.copyOf(positions, capacity);
        events = Arrays.copyOf(events, capacity);
    }
}
