package nmos.live.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What went wrong, in the order in which it first did. A damaged file fails try after try in the same words: they are kept once,
/// with how often.
final class FaultLines {
    private static final int MOST = 100;

    private final Map<String, Integer> times = new LinkedHashMap<>();
    private long others;

    void add(String line) {
        if (times.size() < MOST || times.containsKey(line)) {
            times.merge(line, 1, Integer::sum);
        } else {
            others++;
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        times.forEach((line, count) -> lines.add(count == 1 ? line : line + " (" + count + " times)"));
        if (others > 0) {
            lines.add("and " + others + " faults more");
        }
        return List.copyOf(lines);
    }
}
