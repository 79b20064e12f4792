package nmos.live.cuda.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Streams whose work is done as late as somebody waits for it, and in an order between streams that a seed chooses: what relies on
/// an order that no event makes goes wrong under some seed.
final class EmulatedStreams {
    private static final long NEVER = -1;

    /// Memory that a copy reads or writes.
    record Range(long from, long bytes) {
        boolean meets(Range other) {
            return from < other.from + other.bytes && other.from < from + bytes;
        }
    }

    private sealed interface Step {
        record Work(Runnable work, List<Range> touched) implements Step {}

        /// A recording of an event, by its number.
        record Recording(EmulatedEvent event, long number) implements Step {}

        record Waiting(EmulatedEvent event, long number) implements Step {}
    }

    static final class EmulatedEvent {
        /// Recordings asked for, and the last that has happened.
        private long asked;

        private long happened;
        private long atNs = NEVER;

        boolean happened() {
            return happened == asked;
        }

        long atNs() {
            return atNs;
        }
    }

    private final SplittableRandom random;
    private final Map<Long, ArrayDeque<Step>> streams = new LinkedHashMap<>();

    EmulatedStreams(long seed) {
        random = new SplittableRandom(seed);
    }

    void open(long stream) {
        streams.put(stream, new ArrayDeque<>());
    }

    /// Its work is done first: that of a stream that was destroyed goes on to its end.
    void close(long stream) {
        finish(stream);
        streams.remove(stream);
    }

    void work(long stream, Runnable work, Range... touched) {
        queue(stream).add(new Step.Work(work, List.of(touched)));
        wander();
    }

    void record(EmulatedEvent event, long stream) {
        queue(stream).add(new Step.Recording(event, ++event.asked));
        wander();
    }

    void await(long stream, EmulatedEvent event) {
        queue(stream).add(new Step.Waiting(event, event.asked));
        wander();
    }

    private ArrayDeque<Step> queue(long stream) {
        ArrayDeque<Step> queue = streams.get(stream);
        if (queue == null) {
            throw new IllegalStateException("a stream that does not exist");
        }
        return queue;
    }

    /// Whether a copy that has not happened touches it.
    boolean touches(Range range) {
        return streams.values().stream()
                .flatMap(ArrayDeque::stream)
                .anyMatch(step -> step instanceof Step.Work work && work.touched.stream().anyMatch(range::meets));
    }

    /// Now and then the device is quick.
    private void wander() {
        while (random.nextInt(4) == 0 && step()) {
            // as far as chance lets it
        }
    }

    void finish(long stream) {
        while (!queue(stream).isEmpty()) {
            must();
        }
    }

    void finish(EmulatedEvent event) {
        while (!event.happened()) {
            must();
        }
    }

    void finishAll() {
        while (streams.values().stream().anyMatch(queue -> !queue.isEmpty())) {
            must();
        }
    }

    private void must() {
        if (!step()) {
            throw new IllegalStateException("the streams wait for each other");
        }
    }

    /// One step of a stream that can go on; false if there is none.
    boolean step() {
        List<ArrayDeque<Step>> ready = new ArrayList<>();
        for (ArrayDeque<Step> queue : streams.values()) {
            if (!queue.isEmpty() && !(queue.peek() instanceof Step.Waiting waiting && waiting.event.happened < waiting.number)) {
                ready.add(queue);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        switch (ready.get(random.nextInt(ready.size())).remove()) {
            case Step.Work work -> work.work.run();
            case Step.Recording recording -> {
                recording.event.happened = recording.number;
                recording.event.atNs = System.nanoTime();
            }
            case Step.Waiting _ -> {}
        }
        return true;
    }
}
