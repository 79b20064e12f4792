package nmos.reports.timeline;

/// The memory that a timeline may take, reckoned roughly and rather too high: a journal may tell of more than fits here, and one from
/// elsewhere may mean to.
final class Room {
    /// Two timelines stand on a page, and what is drawn of them.
    private static final int SHARE = 4;

    private long leftBytes;

    Room(long bytes) {
        leftBytes = bytes;
    }

    static Room ofThisProgram() {
        return new Room(Runtime.getRuntime().maxMemory() / SHARE);
    }

    static Room endless() {
        return new Room(Long.MAX_VALUE);
    }

    void take(long wanted) {
        if (wanted > leftBytes) {
            throw new Full();
        }
        leftBytes -= wanted;
    }

    void giveBack(long taken) {
        leftBytes += taken;
    }

    /// There is none left.
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            super("more happened in it than there is memory to tell; NMOS_JAVA_OPTS=-Xmx16g gives nmos more");
        }
    }
}
