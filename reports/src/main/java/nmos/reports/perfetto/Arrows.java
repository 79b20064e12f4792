package nmos.reports.perfetto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nmos.reports.perfetto.Event.Arrow;
import nmos.reports.timeline.Resource;
import nmos.reports.timeline.Span;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;
import nmos.reports.timeline.Work;

/// One arrow a turn: from its first key, or its submit, over what was fetched for the pass that brought its first token, and that pass, to the token.
/// Only what began in the turn is on its way, and of many fetches [#MOST_FETCHES], evenly chosen, the last of them included.
final class Arrows {
    private static final int MOST_FETCHES = 8;

    private record Point(long ns, int track) {
        Point(Span span, int track) {
            this(span.beginNs(), track);
        }
    }

    private final int process;
    private final Timeline timeline;
    private final long detailUntilNs;
    private final int passes;
    private final Map<Long, Work> passById = new HashMap<>();
    /// Fetches that are shown, by when they began.
    private final List<Point> fetches = new ArrayList<>();

    Arrows(int process, Timeline timeline, long detailUntilNs, int passes) {
        this.process = process;
        this.timeline = timeline;
        this.detailUntilNs = detailUntilNs;
        this.passes = passes;
        timeline.passes().forEach(pass -> passById.put(pass.id(), pass));
    }

    void track(Resource resource, int track) {
        for (Span span : resource.spans()) {
            if (span.work().what() instanceof Work.What.Fetch && span.work().beganNs() < detailUntilNs) {
                fetches.add(new Point(span, track));
            }
        }
        fetches.sort(Comparator.comparingLong(Point::ns));
    }

    void of(Turn turn, int session, long id, Consumer<Event> events) {
        Long firstNs = turn.firstNs();
        Work pass = turn.firstPass() == null ? null : passById.get(turn.firstPass());
        long fromNs = Math.max(timeline.zeroNs(), Math.min(turn.beganNs(), turn.submitNs()));
        if (firstNs == null || pass == null || firstNs <= fromNs) {
            return;
        }
        List<Point> way = new ArrayList<>(fetches(fromNs, Math.min(pass.endedNs(), firstNs)));
        if (pass.beganNs() >= fromNs && pass.endedNs() > pass.beganNs() && pass.beganNs() < firstNs) {
            way.add(new Point(pass.beganNs(), passes));
        }
        way.sort(Comparator.comparingLong(Point::ns));
        arrow(fromNs, Arrow.Part.FIRST, session, id, events);
        way.forEach(point -> arrow(point.ns(), Arrow.Part.VIA, point.track(), id, events));
        arrow(firstNs, Arrow.Part.LAST, session, id, events);
    }

    private void arrow(long ns, Arrow.Part part, int track, long id, Consumer<Event> events) {
        events.accept(new Arrow(ns - timeline.zeroNs(), part, process, track, id));
    }

    private List<Point> fetches(long fromNs, long toNs) {
        int first = firstFrom(fromNs);
        int end = firstFrom(toNs);
        int count = end - first;
        List<Point> points = new ArrayList<>();
        for (int pick = 1; pick <= Math.min(MOST_FETCHES, count); pick++) {
            points.add(fetches.get(first + (int) ((long) pick * count / Math.min(MOST_FETCHES, count)) - 1));
        }
        return points;
    }

    /// The first fetch that began at this time or later.
    private int firstFrom(long ns) {
        int low = 0;
        int high = fetches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fetches.get(middle).ns() >= ns) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
