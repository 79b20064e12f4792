package nmos.journal;

/// Takes the bytes of one entry apart, trusting none of them: whatever a writer would not have written ends in a
/// [JournalException] that names its offset in the file.
final class EntryReader {
    private final String file;
    private final byte[] bytes;
    private final int size;
    private final long offset;
    private int at;

    /// The first `size` of `bytes`, which stand at `offset` in the file.
    EntryReader(String file, byte[] bytes, int size, long offset) {
        this.file = file;
        this.bytes = bytes;
        this.size = size;
        this.offset = offset;
    }

    JournalException bad(String fault) {
        return new JournalException(file, offset + at, fault);
    }

    boolean atEnd() {
        return at == size;
    }

    int kind() throws JournalException {
        if (at == size) {
            throw bad("the entry ends in the middle of a field");
        }
        return bytes[at++] & 0xff;
    }

    boolean flag() throws JournalException {
        int start = at;
        int value = kind();
        if (value > 1) {
            at = start;
            throw bad("a flag is 0 or 1, not " + value);
        }
        return value == 1;
    }

    long count() throws JournalException {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = kind();
            if (shift == 63 && b > 1) {
                break;
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        at = start;
        throw bad("a number of more than 64 bits");
    }

    long number() throws JournalException {
        long folded = count();
        return (folded >>> 1) ^ -(folded & 1);
    }

    int integer() throws JournalException {
        int start = at;
        long value = number();
        if (value != (int) value) {
            at = start;
            throw bad(value + " does not fit 32 bits");
        }
        return (int) value;
    }

    /// Every number takes a byte at least, so a count beyond the bytes left is refused before anything is allocated.
    int[] integers() throws JournalException {
        int start = at;
        long length = count();
        int left = size - at;
        if (length < 0 || length > left) {
            at = start;
            throw bad("a list of " + Long.toUnsignedString(length) + " numbers in the " + left + " bytes left");
        }
        int[] values = new int[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer();
        }
        return values;
    }

    <E extends Enum<E>> E constant(E[] constants) throws JournalException {
        int start = at;
        int ordinal = kind();
        if (ordinal >= constants.length) {
            at = start;
            throw bad("no " + constants[0].getDeclaringClass().getSimpleName() + " has number " + ordinal);
        }
        return constants[ordinal];
    }

    long hash() throws JournalException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) kind() << shift;
        }
        return value;
    }
}
