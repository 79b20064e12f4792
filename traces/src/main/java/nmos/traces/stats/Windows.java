package nmos.traces.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The time from a key until the prompt has 20, 40, 80 more characters: what typing can hide. A window starts at the first
/// letter of each word, the key itself counted; it is given up when the person deletes back to where it started.
///
/// Open windows start at different lengths, all less than 80 back, so there are never more than 80 of them.
final class Windows {
    static final int[] CHARACTERS = {20, 40, 80};

    private static final class Open {
        final long from;
        final long ns;
        int reached;

        Open(long from, long ns) {
            this.from = from;
            this.ns = ns;
        }
    }

    private final List<Sample> done = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private long length;

    Windows() {
        for (int i = 0; i < CHARACTERS.length; i++) {
            done.add(new Sample());
        }
    }

    /// The text has grown by `characters`, or shrunk.
    void change(long ns, long characters, boolean startsWord) {
        if (startsWord) {
            open.addLast(new Open(length, ns));
        }
        length += characters;
        if (characters < 0) {
            while (!open.isEmpty() && open.getLast().from >= length) {
                open.removeLast();
            }
            return;
        }
        for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
            Open window = each.next();
            while (window.reached < CHARACTERS.length && length >= window.from + CHARACTERS[window.reached]) {
                done.get(window.reached++).add(ns - window.ns);
            }
            if (window.reached == CHARACTERS.length) {
                each.remove();
            }
        }
    }

    /// Windows do not reach beyond this point.
    void breakOff() {
        open.clear();
    }

    /// Closed windows, by [#CHARACTERS].
    List<Sample> done() {
        return done;
    }
}
