package nmos.reports.perfetto;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rules of the Trace Event Format that Perfetto's importer goes by. Answers what breaks them.
final class TraceRules {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final Pattern TIME = Pattern.compile("\"(?:ts|dur)\":([^,}]*)");
    private static final BigDecimal NS = new BigDecimal("1000");

    private record Slice(long begin, long end) {}

    private final List<String> broken = new ArrayList<>();
    private final Map<String, Deque<Slice>> tracks = new HashMap<>();
    private final Map<String, TreeMap<Long, Long>> slices = new HashMap<>();
    private final Map<String, String> begun = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> arrows = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final List<JsonNode> points = new ArrayList<>();
    private long lastNs;

    static List<String> brokenBy(String text) {
        return new TraceRules().check(text);
    }

    private List<String> check(String text) {
        Matcher times = TIME.matcher(text);
        while (times.find()) {
            require(times.group(1).matches("\\d+\\.\\d{3}"), "a time written as " + times.group(1));
        }
        JsonNode trace = JSON.readTree(text);
        for (JsonNode event : trace.get("traceEvents")) {
            event(event);
        }
        require(begun.isEmpty(), "begun and never ended: " + begun);
        arrows.forEach((id, phase) -> require(phase.equals("f"), "an arrow without its end: " + id));
        points.forEach(this::point);
        return broken;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }

    private void event(JsonNode event) {
        String phase = event.get("ph").stringValue();
        String process = event.get("pid").toString();
        String track = process + "/" + event.get("tid");
        require(event.get("name").isString(), "an event without a name: " + event);
        if (phase.equals("M")) {
            named.add(event.get("name").stringValue().equals("process_name") ? process : track);
            return;
        }
        long ns = ns(event.get("ts"));
        require(ns >= lastNs, "out of order: " + event);
        lastNs = ns;
        require(named.contains(process), "a process without a name: " + event);
        switch (phase) {
            case "X" -> {
                require(named.contains(track), "a track without a name: " + event);
                slice(track, new Slice(ns, ns + ns(event.get("dur"))), event);
            }
            case "b" -> {
                String id = event.get("id").stringValue();
                require(ids.add(id), "an id used again: " + event);
                begun.put(id, event.get("cat") + "/" + event.get("name") + "/" + process);
            }
            case "e" -> {
                String was = begun.remove(event.get("id").stringValue());
                require((event.get("cat") + "/" + event.get("name") + "/" + process).equals(was), "ended and never begun: " + event);
            }
            case "C" -> require(
                    event.get("args").size() == 1 && event.get("args").iterator().next().isIntegralNumber(), "no number: " + event);
            case "i" -> require(event.get("s").stringValue().equals(event.get("tid").intValue() == 0 ? "p" : "t"), "no scope: " + event);
            case "s", "t", "f" -> {
                String id = event.get("id").stringValue();
                String before = arrows.put(id, phase);
                require(phase.equals("s") ? before == null && ids.add(id) : before != null && !before.equals("f"), "not of an arrow: " + event);
                points.add(event);
            }
            default -> broken.add("an unknown phase: " + event);
        }
    }

    private void slice(String track, Slice slice, JsonNode event) {
        Deque<Slice> around = tracks.computeIfAbsent(track, _ -> new ArrayDeque<>());
        while (!around.isEmpty() && around.peek().end() <= slice.begin()) {
            around.pop();
        }
        require(around.isEmpty() || around.peek().end() >= slice.end(), "half over another slice: " + event);
        require(slice.end() > slice.begin(), "takes no time: " + event);
        around.push(slice);
        slices.computeIfAbsent(track, _ -> new TreeMap<>()).merge(slice.begin(), slice.end(), Math::max);
    }

    /// An arrow hangs on the slice around its point.
    private void point(JsonNode event) {
        var of = slices.get(event.get("pid") + "/" + event.get("tid"));
        Map.Entry<Long, Long> around = of == null ? null : of.floorEntry(ns(event.get("ts")));
        require(around != null && around.getValue() > ns(event.get("ts")), "an arrow outside all slices: " + event);
    }

    private static long ns(JsonNode micros) {
        return micros.decimalValue().multiply(NS).longValueExact();
    }
}
