package nmos.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Every kind of chart, with usual input, with as little as there can be, and with names somebody made up to do harm.
class ChartsTest {
    private static final String HOSTILE = "</svg><script>alert(1)</script>\u202e \" onload='x'";

    @TempDir
    private Path folder;

    static Stream<Chart> charts() {
        List<Chart> all = new ArrayList<>();
        for (String label : List.of("usual", HOSTILE)) {
            List<ScatterChart.Pair> pairs = IntStream.range(1, 30).mapToObj(i -> new ScatterChart.Pair(label + i, i * i * 1.05, i * i)).toList();
            all.add(ScatterChart.of("scatter", label, "ms", pairs));
            all.add(ScatterChart.of("scatter-one", label, "ms", List.of(new ScatterChart.Pair(label, 0, 0))));
            List<Double> times = IntStream.range(0, 500).mapToObj(i -> 10.0 + i * i / 1000.0).toList();
            all.add(PercentileChart.of("percentiles", label, List.of(new PercentileChart.Times(label, Ink.SIMULATED, times),
                    new PercentileChart.Times("measured", Ink.MEASURED, List.of(7.0)))));
            var span = new WaterfallChart.Span(-5, 2_000_000);
            all.add(WaterfallChart.of("waterfall", label, List.of(new WaterfallChart.Lane(label, Ink.DRIVE, "simulated", List.of(span)),
                    new WaterfallChart.Lane("link", Ink.LINK, "measured", List.of())),
                    List.of(new WaterfallChart.Moment(label, Ink.TEXT, "simulated", 1_000_000, true)), 10_000_000));
            all.add(BreakdownChart.of("breakdown", label, List.of(new BreakdownChart.Bar(label, List.of(
                    new BreakdownChart.Part("computing", Ink.COMPUTE, 3), new BreakdownChart.Part("nothing", Ink.REST, 0))))));
            all.add(RooflineChart.of("roofline", label, List.of(
                    new RooflineChart.Way(label, Ink.DRIVE, 1e9, "simulated", Ink.SIMULATED, 5e8, 1.5),
                    new RooflineChart.Way("link", Ink.LINK, 3e9, "simulated", Ink.SIMULATED, 5, 1.5))));
            List<OccupancyChart.Level> levels = IntStream.range(0, 3000)
                    .mapToObj(i -> new OccupancyChart.Level(i * 1_000_000L, i % 7 * 100_000_000L, i * 1000L, 500_000_000)).toList();
            all.add(OccupancyChart.of("occupancy", label, levels, 2_000_000_000, 3_000_000_000L));
            all.add(OccupancyChart.of("occupancy-none", label, List.of(), 0, 1));
            all.add(ShareChart.of("shares", label, "depth", "%", List.of(new ShareChart.Shares(label, Ink.SIMULATED, 1, List.of(.5, .25)))));
            List<EnvelopeChart.Deviation> errors = IntStream.range(0, 60)
                    .mapToObj(i -> new EnvelopeChart.Deviation(label + i, (i - 20) / 100.0, 0.01, i % 3 == 0)).toList();
            all.add(EnvelopeChart.errors("errors", label, errors));
            all.add(EnvelopeChart.within("within", label, List.of(new EnvelopeChart.Curve(label, Ink.SIMULATED, false, errors))));
            HeatMapChart.Knob down = new HeatMapChart.Knob(label, IntStream.range(0, 50).mapToObj(i -> label + i).toList());
            HeatMapChart.Knob across = new HeatMapChart.Knob("k", IntStream.range(0, 90).mapToObj(Integer::toString).toList());
            double[][] heat = IntStream.range(0, 50).mapToObj(r -> IntStream.range(0, 90).mapToDouble(c -> r == 3 ? Double.NaN : r * c).toArray()).toArray(double[][]::new);
            all.add(HeatMapChart.of("heat", label, label, true, down, across, heat, List.of(new HeatMapChart.Cell(0, 0))));
            all.add(HeatMapChart.of("heat-one", label, label, false, new HeatMapChart.Knob(label, List.of(label)), new HeatMapChart.Knob(label, List.of(label)),
                    new double[][] {{0}}, List.of()));
            all.add(KnobChart.of("knob", label, label, label, IntStream.range(1, 40).mapToObj(i -> new KnobChart.Along(i + " GB", i * i, i, i == 4 ? 9 : Double.NaN)).toList(),
                    38, 7, label));
            all.add(KnobChart.of("knob-one", label, label, label, List.of(new KnobChart.Along(label, 0, Double.NaN, Double.NaN)), 0, null, label));
            List<FrontChart.Spot> spots = IntStream.range(0, 5000).mapToObj(i -> new FrontChart.Spot(label + i, i % 71, i % 53)).toList();
            all.add(FrontChart.of("front", label, label, label, spots, spots.subList(0, 3), spots.subList(7, 8)));
            all.add(FrontChart.of("front-one", label, label, label, spots.subList(0, 1), spots.subList(0, 1), List.of()));
            all.add(TornadoChart.of("tornado", label, label, List.of(new TornadoChart.Bar(label, label, 1, label, 5, 2, false),
                    new TornadoChart.Bar("c", "1", 4, "2", 5, 0, true), new TornadoChart.Bar("b", "1", 5, "1", 5, 0, false))));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("charts")
    void isWellFormedAndSmallAndNamesWhatItIs(Chart chart) throws Exception {
        String svg = Svg.of(chart);
        Element root = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(root.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
        assertThat(root.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.length()).isLessThan(60_000);
        NodeList all = root.getElementsByTagName("*");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < all.getLength(); i++) {
            String id = ((Element) all.item(i)).getAttribute("id");
            assertThat(id.isEmpty() || ids.add(id)).as(id).isTrue();
            assertThat(id.isEmpty() || id.startsWith(chart.name() + "-")).as(id).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void asksForNothingFromElsewhereAndHasNoColourOfItsOwn(Chart chart) {
        assertThat(Svg.of(chart)).doesNotContain("http", "href", "src=", "<!DOCTYPE", "<?xml", "NaN", "Infinity", "rgb(", "style=")
                .doesNotContainPattern("url\\((?!#" + chart.name() + "-)").doesNotContainPattern("\\s(d|x|y|x1|y1|points)=\"[^\"]*\\.\\d\\d");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void isTheSameEachTimeItIsDrawn(Chart chart) {
        assertThat(Svg.of(chart)).isEqualTo(Svg.of(chart));
    }

    @Test
    void aPictureIsDarkOnWhiteAndTheSameEachTime() throws Exception {
        Chart chart = charts().findFirst().orElseThrow();
        Png.write(chart, folder.resolve("one.png"));
        Png.write(chart, folder.resolve("two.png"));
        assertThat(folder.resolve("one.png")).hasSameBinaryContentAs(folder.resolve("two.png"));
        BufferedImage image = ImageIO.read(folder.resolve("one.png").toFile());
        assertThat(image.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
        assertThat(Files.size(folder.resolve("one.png"))).isGreaterThan(5_000);
    }

    @Test
    void aTableSaysWhereItWasCut() {
        Table table = Table.of("many", List.of(Table.Column.number("n")), IntStream.range(0, 100).mapToObj(i -> List.of("" + i)).toList());
        assertThat(table.rows()).hasSize(Table.ROWS);
        assertThat(table.cut()).isEqualTo(100);
        assertThatThrownBy(() -> Table.of("ragged", List.of(), List.of(List.of("1")))).hasMessageContaining("ragged");
    }
}
