package nmos.sim.calendar;

import java.util.Arrays;

/// Hands out tickets: a slot to find the event by, below a sequence number that tells it from the slot's earlier tenants.
/// Sequence numbers rise, so that tickets also order the events of one instant.
final class Slots {
    private static final int SLOT_BITS = 24;
    private static final int MAX_SLOTS = 1 << SLOT_BITS;

    private long[] tickets = new long[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private long sequence;

    /// Takes a slot and says its ticket.
    long take() {
        int slot = freeCount > 0 ? free[--freeCount] : grow();
        long ticket = sequence++ << SLOT_BITS | slot;
        if (ticket < 0) {
            throw new IllegalStateException("more than 2^39 events in one run");
        }
        tickets[slot] = ticket;
        return ticket;
    }

    /// Whether this ticket's event is still to happen.
    boolean holds(long ticket) {
        return ticket >= 0 && slotOf(ticket) < used && tickets[slotOf(ticket)] == ticket;
    }

    void release(long ticket) {
        int slot = slotOf(ticket);
        tickets[slot] = Calendar.NO_TICKET;
        free[freeCount++] = slot;
    }

    static int slotOf(long ticket) {
        return (int) ticket & (MAX_SLOTS - 1);
    }

    /// How long an array indexed by slot must be.
    int capacity() {
        return tickets.length;
    }

    private int grow() {
        if (used == MAX_SLOTS) {
            throw new IllegalStateException("more than " + MAX_SLOTS + " events planned at once");
        }
        if (used == tickets.length) {
            tickets = Arrays.copyOf(tickets, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        return used++;
    }
}
