package nmos.journal;

import java.util.Arrays;

/// The bytes of one journal entry while they are being collected. Reused for every entry, so that recording allocates
/// nothing once the largest entry has been seen.
final class EntryWriter {
    private byte[] bytes = new byte[4096];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    EntryWriter kind(int kind) {
        room(1);
        bytes[size++] = (byte) kind;
        return this;
    }

    /// A number that is small more often than not, of either sign: zigzag, then seven bits a byte, lowest first.
    EntryWriter number(long value) {
        return count((value << 1) ^ (value >> 63));
    }

    EntryWriter flag(boolean value) {
        return kind(value ? 1 : 0);
    }

    EntryWriter numbers(int[] values) {
        count(values.length);
        for (int value : values) {
            number(value);
        }
        return this;
    }

    /// A number that is never negative; the highest bit counts as a digit.
    EntryWriter count(long value) {
        room(10);
        size = putVarint(bytes, size, value);
        return this;
    }

    /// Eight bytes, lowest first: for hashes, which are never small.
    EntryWriter hash(long value) {
        room(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /// Puts seven bits a byte, lowest first, the eighth bit saying that more follow; returns the position after them.
    static int putVarint(byte[] bytes, int at, long value) {
        int next = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
