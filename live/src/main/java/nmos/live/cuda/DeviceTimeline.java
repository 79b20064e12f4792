package nmos.live.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.journal.DeviceSpan;
import nmos.journal.DeviceSpans;
import nmos.live.cuda.driver.Driver;

/// What streams did when, by timed events around it, in ns of [System#nanoTime]. Who puts work on a stream records an event on either side,
/// and adds the span once he has waited for the second for reasons of his own: nothing is waited for here but, now and then, an anchor.
///
/// Anchors tie the device's clock to this one: events on a stream that never does anything else. Between an anchor and an event the device counts;
/// so times are true to half of what asking for the anchor took, some 10 us where threads are not held up.
public final class DeviceTimeline implements AutoCloseable {
    /// The driver gives times as floats of milliseconds: within so much of an anchor they are good to 20 ns.
    private static final long RENEW_NS = 250_000_000;
    private static final int ANCHORS = 64;
    /// An anchor that took longer is tried again.
    private static final long QUICK_NS = 100_000;
    private static final int TRIES = 5;
    /// Some 8 MB of a run's folder, 20 MB of its trace.
    private static final int MOST_SPANS = 100_000;

    private final Driver driver;
    private final Driver.Stream clock;
    private final ArrayDeque<Anchor> anchors = new ArrayDeque<>();
    private final List<DeviceSpan> spans = new ArrayList<>();
    private final Map<String, Long> endOf = new HashMap<>();
    private long leftOut;

    /// A moment on both clocks.
    record Anchor(Driver.Event event, long atNs) {}

    DeviceTimeline(Driver driver) {
        this.driver = driver;
        clock = driver.stream();
    }

    /// One from before whatever is put on a stream next.
    synchronized Anchor anchor() {
        Anchor last = anchors.peekLast();
        if (last != null && System.nanoTime() - last.atNs < RENEW_NS) {
            return last;
        }
        Anchor made = made(anchors.size() < ANCHORS ? driver.event(true) : anchors.remove().event);
        anchors.add(made);
        return made;
    }

    private Anchor made(Driver.Event event) {
        for (int attempt = 1; ; attempt++) {
            long askedNs = System.nanoTime();
            driver.record(event, clock);
            driver.synchronise(event);
            long tookNs = System.nanoTime() - askedNs;
            if (tookNs <= QUICK_NS || attempt == TRIES) {
                return new Anchor(event, askedNs + tookNs / 2);
            }
        }
    }

    /// Work between two events that have happened. `anchor`: from before them. Spans of a stream come in its order, and none begins before the
    /// one before it has ended: what anchors are wrong by must not make a stream do two things at once.
    synchronized void add(String stream, String what, long work, long bytes, Anchor anchor, Driver.Event from, Driver.Event to) {
        if (spans.size() == MOST_SPANS || !anchors.contains(anchor)) {
            leftOut++;
            return;
        }
        long beganNs = anchor.atNs + driver.nsBetween(anchor.event, from);
        long endedNs = beganNs + driver.nsBetween(from, to);
        Long before = endOf.get(stream);
        if (before != null) {
            beganNs = Math.max(beganNs, before);
            endedNs = Math.max(beganNs, endedNs);
        }
        endOf.put(stream, endedNs);
        spans.add(new DeviceSpan(stream, what, work, bytes, beganNs, endedNs));
    }

    /// All of it on a clock that was at 0 at `zeroNs` of [System#nanoTime].
    public synchronized DeviceSpans since(long zeroNs) {
        return new DeviceSpans(spans.stream().map(span -> span.since(zeroNs)).toList(), leftOut);
    }

    @Override
    public synchronized void close() {
        anchors.forEach(anchor -> Driver.giveBack(() -> driver.destroy(anchor.event)));
        Driver.giveBack(() -> driver.destroy(clock));
    }
}
