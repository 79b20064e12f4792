package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.List;

/// Who had which moment: resources by rank, and what a stretch of time went to.
final class Occupied {
    private static final int COMPUTE = 0;
    private static final int DRAFT = 1;
    private static final int DRIVE = 2;
    private static final int LINK = 3;
    private static final int RANKS = 4;

    /// By rank, stretches in order that do not overlap: begins and ends.
    private final List<long[]> begins = new ArrayList<>();
    private final List<long[]> ends = new ArrayList<>();

    Occupied(List<Resource> resources) {
        for (int rank = 0; rank < RANKS; rank++) {
            int of = rank;
            List<long[]> stretches = resources.stream()
                    .filter(resource -> rank(resource.kind()) == of)
                    .flatMap(resource -> resource.spans().stream())
                    .map(span -> new long[] {span.beginNs(), span.endNs()})
                    .sorted((one, other) -> Long.compare(one[0], other[0]))
                    .toList();
            List<long[]> united = unite(stretches);
            begins.add(united.stream().mapToLong(stretch -> stretch[0]).toArray());
            ends.add(united.stream().mapToLong(stretch -> stretch[1]).toArray());
        }
    }

    private static int rank(Resource.Kind kind) {
        return switch (kind) {
            case COMPUTE -> COMPUTE;
            case DRAFT -> DRAFT;
            case DRIVE -> DRIVE;
            case LINK_UP, LINK_DOWN -> LINK;
        };
    }

    private static List<long[]> unite(List<long[]> stretches) {
        List<long[]> united = new ArrayList<>();
        for (long[] stretch : stretches) {
            if (!united.isEmpty() && united.getLast()[1] >= stretch[0]) {
                united.getLast()[1] = Math.max(united.getLast()[1], stretch[1]);
            } else {
                united.add(stretch);
            }
        }
        return united;
    }

    Breakdown between(long fromNs, long toNs) {
        long[] ns = new long[RANKS + 1];
        int[] at = new int[RANKS];
        for (int rank = 0; rank < RANKS; rank++) {
            at[rank] = firstEndingAfter(ends.get(rank), fromNs);
        }
        long nowNs = fromNs;
        while (nowNs < toNs) {
            int owner = RANKS;
            long untilNs = toNs;
            for (int rank = RANKS - 1; rank >= 0; rank--) {
                while (at[rank] < ends.get(rank).length && ends.get(rank)[at[rank]] <= nowNs) {
                    at[rank]++;
                }
                if (at[rank] == ends.get(rank).length) {
                    continue;
                }
                long begin = begins.get(rank)[at[rank]];
                if (begin <= nowNs) {
                    owner = rank;
                    untilNs = Math.min(untilNs, ends.get(rank)[at[rank]]);
                } else {
                    untilNs = Math.min(untilNs, begin);
                }
            }
            ns[owner] += untilNs - nowNs;
            nowNs = untilNs;
        }
        return new Breakdown(ns[COMPUTE], ns[DRAFT], ns[DRIVE], ns[LINK], ns[RANKS]);
    }

    private static int firstEndingAfter(long[] ends, long ns) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > ns) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
