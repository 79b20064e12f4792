package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lays what one resource did along time, so that nothing overlaps: see [Resource].
final class Lane {
    private final List<Span> spans = new ArrayList<>();
    /// begin to end of what nothing has yet, up to the latest report
    private final TreeMap<Long, Long> free = new TreeMap<>();
    private long knownNs = Long.MIN_VALUE;
    private long unlaidNs;

    static Resource lay(String name, Resource.Kind kind, int tier, List<Work> works) {
        Lane lane = new Lane();
        works.stream()
                .filter(work -> work.busyNs() > 0)
                .sorted(Comparator.comparingLong(Work::endedNs))
                .forEachOrdered(lane::lay);
        lane.spans.sort(Comparator.comparingLong(Span::beginNs));
        return new Resource(name, kind, tier, lane.spans, lane.unlaidNs);
    }

    private void lay(Work work) {
        if (work.endedNs() > knownNs) {
            free.put(knownNs, work.endedNs());
            knownNs = work.endedNs();
        }
        long left = work.busyNs();
        long bytesLeft = work.bytes();
        Map.Entry<Long, Long> gap = free.lastEntry();
        while (left > 0 && gap != null && gap.getValue() > work.beganNs()) {
            long end = gap.getValue();
            long earliest = Math.max(gap.getKey(), work.beganNs());
            long begin = end - earliest <= left ? earliest : end - left;
            if (begin == gap.getKey()) {
                free.remove(begin);
            } else {
                free.put(gap.getKey(), begin);
            }
            long bytes = end - begin == left ? bytesLeft : (long) ((double) work.bytes() * (end - begin) / work.busyNs());
            spans.add(new Span(begin, end, bytes, work));
            left -= end - begin;
            bytesLeft -= bytes;
            gap = free.lowerEntry(begin);
        }
        unlaidNs = Math.addExact(unlaidNs, Math.min(left, Long.MAX_VALUE - unlaidNs));
    }
}
