package nmos.policy.kernel;

import nmos.policy.Digest;

/// Numbered state that is hashed as it changes. The kernel's state that outlives a signal lives in one of these; what does not
/// (the timer, which rows of the work table are free) follows from it or is compared by itself.
final class Fields {
    private final long[] values;
    private final Digest digest;
    private final long base;

    /// `base` tells the fields of different arrays apart.
    Fields(int count, int base, Digest digest) {
        this.values = new long[count];
        this.base = (long) base << 32;
        this.digest = digest;
    }

    long get(int field) {
        return values[field];
    }

    int asInt(int field) {
        return (int) values[field];
    }

    boolean is(int field) {
        return values[field] != 0;
    }

    void set(int field, long value) {
        long before = values[field];
        if (before != value) {
            values[field] = value;
            digest.change(base + field, before, value);
        }
    }

    void add(int field, long delta) {
        set(field, values[field] + delta);
    }

    int count() {
        return values.length;
    }
}
