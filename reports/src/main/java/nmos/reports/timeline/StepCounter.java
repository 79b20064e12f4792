package nmos.reports.timeline;

import java.util.Arrays;

/// Counts up and down as time goes on. Of several changes at one time the last stands.
final class StepCounter {
    /// Of a step, while there is a copy of it.
    private static final int STEP_BYTES = 2 * 2 * Long.BYTES;
    private static final int FIRST = 16;

    private final Room room;
    private long[] atNs = new long[FIRST];
    private long[] values = new long[FIRST];
    private int size;

    StepCounter(Room room) {
        this.room = room;
        room.take(FIRST * STEP_BYTES);
    }

    long now() {
        return size == 0 ? 0 : values[size - 1];
    }

    void add(long ns, long change) {
        if (change != 0) {
            set(ns, now() + change);
        }
    }

    void set(long ns, long value) {
        if (size > 0 && atNs[size - 1] == ns) {
            values[size - 1] = value;
            return;
        }
        if (size > 0 && values[size - 1] == value) {
            return;
        }
        if (size == atNs.length) {
            room.take((long) size * STEP_BYTES);
            atNs = Arrays.copyOf(atNs, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        atNs[size] = ns;
        values[size] = value;
        size++;
    }

    Steps steps() {
        return new Steps(Arrays.copyOf(atNs, size), Arrays.copyOf(values, size));
    }
}
