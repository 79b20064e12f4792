package nmos.reports.timeline;

import java.util.Arrays;

/// A number that changes in steps: 0 before the first one, and the last one's for good.
public final class Steps {
    private final long[] atNs;
    private final long[] values;

    Steps(long[] atNs, long[] values) {
        this.atNs = atNs;
        this.values = values;
    }

    public int size() {
        return atNs.length;
    }

    public long atNs(int step) {
        return atNs[step];
    }

    public long value(int step) {
        return values[step];
    }

    /// The value from this time on.
    public long at(long ns) {
        int found = Arrays.binarySearch(atNs, ns);
        int step = found >= 0 ? found : -found - 2;
        return step < 0 ? 0 : values[step];
    }

    /// 0 at the least, which is what it was before the first step.
    public long max() {
        return Math.max(0, Arrays.stream(values).max().orElse(0));
    }

    /// Two numbers together, and so much more all the time.
    Steps plus(Steps other, long more) {
        StepCounter sum = new StepCounter(Room.endless());
        sum.set(0, more);
        int mine = 0;
        int theirs = 0;
        while (mine < size() || theirs < other.size()) {
            long ns = Math.min(
                    mine < size() ? atNs[mine] : Long.MAX_VALUE, theirs < other.size() ? other.atNs[theirs] : Long.MAX_VALUE);
            mine += mine < size() && atNs[mine] == ns ? 1 : 0;
            theirs += theirs < other.size() && other.atNs[theirs] == ns ? 1 : 0;
            long value = (mine == 0 ? 0 : values[mine - 1]) + (theirs == 0 ? 0 : other.values[theirs - 1]);
            sum.set(ns, value + more);
        }
        return sum.steps();
    }
}
