package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.plot.XYPlot;

/// What each way that bytes go would allow on its own, and what was reached. A way that moves `b` bytes for each token allows its bandwidth
/// over `b` tokens/s: a falling line. The nearer a run's dot lies to the line of its colour, the more that way sets the pace.
public final class RooflineChart {
    /// A way that would allow more than so many times what was reached sets no pace: its line may begin above the chart.
    private static final double HEADROOM = 50;

    private RooflineChart() {}

    /// A way in a run: bytes it moved for a token, and how fast it could have.
    public record Way(String label, Ink ink, double possibleBytesPerSec, String run, Ink runInk, double bytesPerToken, double tokensPerSecond) {
        double roof() {
            return possibleBytesPerSec / bytesPerToken;
        }

        double reached() {
            return tokensPerSecond / roof();
        }
    }

    public static Chart of(String name, String title, List<Way> ways) {
        double leastX = Double.POSITIVE_INFINITY;
        double mostX = 0;
        double leastY = Double.POSITIVE_INFINITY;
        double mostY = 0;
        for (Way way : ways) {
            leastX = Math.min(leastX, way.bytesPerToken);
            mostX = Math.max(mostX, way.bytesPerToken);
            leastY = Math.min(leastY, Math.min(way.tokensPerSecond, way.roof()));
            mostY = Math.max(mostY, Math.max(way.tokensPerSecond, way.roof()));
        }
        double highest = ways.stream().mapToDouble(Way::tokensPerSecond).max().orElse(1);
        mostY = Math.min(mostY, highest * HEADROOM);
        leastX /= 3;
        mostX *= 3;
        XYPlot plot = Style.plot(Axes.logarithmic("bytes moved for each token", leastX, mostX, Numbers::bytes),
                Axes.logarithmic("tokens/s", leastY / 2, mostY * 2, Numbers::of), true, true);
        List<String> drawn = new ArrayList<>();
        for (Way way : ways) {
            String roof = way.label + way.possibleBytesPerSec;
            if (!drawn.contains(roof)) {
                drawn.add(roof);
                plot.addAnnotation(Drawn.line(way.ink, Style.LINE, List.of(new At(leastX, way.possibleBytesPerSec / leastX),
                        new At(mostX, way.possibleBytesPerSec / mostX))));
            }
        }
        for (Way way : ways) {
            plot.addAnnotation(Drawn.line(way.ink, Style.DASHES,
                    List.of(new At(way.bytesPerToken, way.roof()), new At(way.bytesPerToken, way.tokensPerSecond))));
            plot.addAnnotation(Drawn.marks(way.runInk, Shapes.dot(), true, List.of(new At(way.bytesPerToken, way.tokensPerSecond))));
        }
        List<Key> keys = new ArrayList<>();
        ways.forEach(way -> keys.add(new Key(way.ink, Key.Mark.LINE, way.label + " at " + Numbers.bytes(way.possibleBytesPerSec) + "/s")));
        ways.forEach(way -> keys.add(new Key(way.runInk, Key.Mark.DOT, way.run)));
        return new Chart(name, title, description(ways), Chart.HALF_PX, 360, plot, keys.stream().distinct().toList(), data(title, ways));
    }

    private static String description(List<Way> ways) {
        StringBuilder text = new StringBuilder();
        for (Way way : ways) {
            text.append(String.format(Locale.ROOT, "%s%s: %s moves %s for each token and would allow %s tokens/s, of which %s were reached.",
                    text.isEmpty() ? "" : " ", way.run, way.label, Numbers.bytes(way.bytesPerToken), Numbers.brief(way.roof()), Numbers.percent(way.reached())));
        }
        return text.toString();
    }

    private static Table data(String title, List<Way> ways) {
        return Table.of(title, List.of(Table.Column.text("run"), Table.Column.text("way"), Table.Column.number("bytes for a token"),
                        Table.Column.number("possible bytes/s"), Table.Column.number("would allow, tokens/s"), Table.Column.number("reached, tokens/s"),
                        Table.Column.number("share")),
                ways.stream().map(way -> List.of(way.run, way.label, Numbers.bytes(way.bytesPerToken), Numbers.bytes(way.possibleBytesPerSec) + "/s",
                        Numbers.of(way.roof()), Numbers.of(way.tokensPerSecond), Numbers.percent(way.reached()))).toList());
    }
}
