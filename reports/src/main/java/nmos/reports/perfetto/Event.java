package nmos.reports.perfetto;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One event of a trace, `ns` after the trace's zero. Those of a track are of its process and its number there.
sealed interface Event {
    long ns();

    /// Of events at the same time: what ends goes first, then what begins, then what points at it.
    int rank();

    Comparator<Event> IN_ORDER = Comparator.comparingLong(Event::ns).thenComparingInt(Event::rank);

    /// What more an event says.
    record Detail(String name, Object value) {}

    /// Something that goes on for a while on a track that does one thing at a time.
    record Slice(long ns, long lastsNs, int process, int track, String category, String name, Detail... details) implements Event {
        @Override
        public int rank() {
            return 1;
        }
    }

    /// The beginning of something that goes on beside others of its kind; `id` is told once in a trace, and once more when it ends.
    record Begin(long ns, int process, String category, String name, long id, Detail... details) implements Event {
        @Override
        public int rank() {
            return 2;
        }
    }

    /// `atOnce`: it began at this very time.
    record End(long ns, boolean atOnce, int process, String category, String name, long id, Detail... details) implements Event {
        @Override
        public int rank() {
            return atOnce ? 3 : 0;
        }
    }

    record Count(long ns, int process, String name, String unit, long value) implements Event {
        @Override
        public int rank() {
            return 4;
        }
    }

    /// `track` is null for what concerns a whole process.
    record Instant(long ns, int process, @Nullable Integer track, String category, String name) implements Event {
        @Override
        public int rank() {
            return 5;
        }
    }

    /// A point of an arrow: its first, one on its way, or its last. It lies within a slice of its track.
    record Arrow(long ns, Part part, int process, int track, long id) implements Event {
        enum Part {
            FIRST("s"),
            VIA("t"),
            LAST("f");

            final String phase;

            Part(String phase) {
                this.phase = phase;
            }
        }

        @Override
        public int rank() {
            return 6 + part.ordinal();
        }
    }
}
