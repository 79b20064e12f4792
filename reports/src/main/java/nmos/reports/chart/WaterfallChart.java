package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.reports.chart.Drawn.At;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// What each resource did when, one lane each, worlds under each other on one clock.
public final class WaterfallChart {
    private static final double HALF_LANE = 0.34;
    private static final int LANE_PX = 26;
    private static final int FRAME_PX = 70;
    private static final double MS = 1e6;
    private static final double SECOND_NS = 1e9;

    private WaterfallChart() {}

    /// When something was busy, in ns from the start of what is shown.
    public record Span(long fromNs, long toNs) {}

    /// A resource in a world. `what` are its works, in words.
    public record Lane(String label, Ink ink, String world, List<Span> spans) {
        long busyNs(long untilNs) {
            return spans.stream().mapToLong(span -> Math.max(0, Math.min(span.toNs, untilNs) - Math.max(0, span.fromNs))).sum();
        }
    }

    /// Something that happened at once, in a world; its words stand before it or behind it.
    public record Moment(String label, Ink ink, String world, long atNs, boolean leftwards) {}

    /// The first `untilNs` of it. Lanes of one world stand together; spans of a lane are in order.
    public static Chart of(String name, String title, List<Lane> lanes, List<Moment> moments, long untilNs) {
        boolean seconds = untilNs >= 2 * SECOND_NS;
        double unit = seconds ? SECOND_NS : MS;
        List<String> rows = new ArrayList<>();
        for (Lane lane : lanes) {
            if (!rows.contains(lane.world)) {
                rows.add(lane.world);
            }
            rows.add(lane.label);
        }
        XYPlot plot = Style.plot(Axes.linear(seconds ? "s" : "ms", 0, untilNs / unit), Axes.names(rows), true, false);
        int row = -1;
        String world = "";
        for (Lane lane : lanes) {
            row += lane.world.equals(world) ? 1 : 2;
            world = lane.world;
            double y = row;
            List<Box> boxes = lane.spans.stream()
                    .filter(span -> span.fromNs < untilNs && span.toNs > 0)
                    .map(span -> new Box(Math.max(0, span.fromNs) / unit, Math.min(untilNs, span.toNs) / unit, y - HALF_LANE, y + HALF_LANE))
                    .toList();
            plot.addAnnotation(Drawn.boxes(lane.ink, boxes));
        }
        for (Moment moment : moments) {
            long below = lanes.stream().filter(lane -> lane.world.equals(moment.world)).count();
            if (moment.atNs >= 0 && moment.atNs <= untilNs && below > 0) {
                mark(plot, moment, rows.indexOf(moment.world), below, moment.atNs / unit);
            }
        }
        return new Chart(name, title, description(lanes, untilNs), Chart.FULL_PX, FRAME_PX + LANE_PX * rows.size(), plot, List.of(),
                data(title, lanes, untilNs));
    }

    /// A line down the lanes of its world, and its words in the row above them.
    private static void mark(XYPlot plot, Moment moment, int row, long below, double x) {
        plot.addAnnotation(Drawn.line(moment.ink, Style.DASHES, List.of(new At(x, row - 0.4), new At(x, row + below + 0.5))));
        plot.addAnnotation(Drawn.words(moment.ink, moment.label, new At(x, row), moment.leftwards ? Anchor.END : Anchor.START, moment.leftwards ? -5 : 5, 0));
    }

    private static String description(List<Lane> lanes, long untilNs) {
        StringBuilder text = new StringBuilder("Busy shares of the " + Numbers.time(untilNs) + " shown:");
        for (Lane lane : lanes) {
            text.append(String.format(Locale.ROOT, " %s, %s %s;", lane.world, lane.label, Numbers.percent((double) lane.busyNs(untilNs) / untilNs)));
        }
        return text.substring(0, text.length() - 1) + ".";
    }

    private static Table data(String title, List<Lane> lanes, long untilNs) {
        List<List<String>> rows = new ArrayList<>();
        for (Lane lane : lanes) {
            rows.add(List.of(lane.world, lane.label, Long.toString(lane.spans.stream().filter(span -> span.fromNs < untilNs && span.toNs > 0).count()),
                    Numbers.of(lane.busyNs(untilNs) / MS), Numbers.percent((double) lane.busyNs(untilNs) / untilNs)));
        }
        return Table.of(title + ": how busy each was", List.of(Table.Column.text("world"), Table.Column.text("resource"),
                Table.Column.number("works"), Table.Column.number("busy, ms"), Table.Column.number("of the time shown")), rows);
    }
}
