package nmos.reports.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;
import nmos.reports.sweep.Swept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPageTest {
    private static final String HOSTILE = "</style><script>alert(1)</script>\" onload='x'";

    @TempDir
    private Path folder;

    private String page(Sweep sweep) throws IOException {
        SweepFile.write(sweep, folder);
        Path page = Report.of(List.of(folder)).write(folder);
        assertThat(Files.size(page)).isLessThan(1_000_000);
        String html = Files.readString(page);
        assertThat(html).doesNotContain("<script", "http:", "https:", "src=", "NaN", "Infinity");
        assertThat(Files.readString(Report.of(List.of(folder)).write(folder))).as("the same folder gives the same page").isEqualTo(html);
        return html;
    }

    @Test
    void oneKnobIsALineWithItsKnee() throws IOException {
        String html = page(Swept.of(new int[] {20}, at -> new double[] {Math.min(at[0], 6) + at[0] / 100.0, 50 - at[0]}));
        assertThat(html).contains("id=\"knob-0-0\"", "The knee is at 7", "No knee: the curve bends nowhere in particular.", "id=\"front\"")
                .doesNotContain("id=\"pairs\"");
    }

    @Test
    void twoKnobsAreAHeatMapAndMoreAreOneForEachPair() throws IOException {
        assertThat(page(Swept.of(new int[] {4, 9}, at -> at[0] == 3 && at[1] > 5 ? null : new double[] {at[0] * at[1], at[1]})))
                .contains("id=\"pair-0-1-0\"", "id=\"tornado-0\"", "it is too large", "3 points are not possible");
        String three = page(Swept.of(new int[] {3, 4, 5}, at -> new double[] {at[0] * 100 + at[1] * 10 + at[2], at[1]}));
        assertThat(three).contains("id=\"pair-0-1-0\"", "id=\"pair-0-2-0\"", "id=\"pair-1-2-0\"", "The other knobs are at their best for each cell.");
    }

    @Test
    void aLargeGridStaysASmallPage() throws IOException {
        page(Swept.of(new int[] {100, 80}, at -> new double[] {Math.sin(at[0] / 9.0) * at[1], Math.cos(at[1]) + at[0]}));
    }

    @Test
    void whatIsAllAlikeOrNotThereIsSaidSo() throws IOException {
        assertThat(page(Swept.of(new int[] {1, 1}, _ -> new double[] {0, 0}))).contains("No knee:");
        assertThat(page(Swept.of(new int[] {5, 2}, at -> at[0] == 0 ? new double[] {Double.NaN, Double.NaN} : null)))
                .contains("No point has good.", "not drawn, because no point has it");
    }

    @Test
    void namesSomebodyMadeUpToDoHarmAreText() throws IOException {
        assertThat(page(Swept.with(List.of(new Manifest.Axis(HOSTILE, List.of(HOSTILE, "b")), new Manifest.Axis("c", List.of("1", "2"))), 4,
                at -> new double[] {at[0], at[1]}))).contains("&lt;script&gt;");
    }

    @Test
    void measuredPointsAreLaidOver() throws IOException {
        Sweep simulated = Swept.of(new int[] {3, 3}, at -> new double[] {at[0] + 1, at[1] + 1});
        List<Point> all = new ArrayList<>(simulated.points());
        all.add(new Point(4, Point.Kind.MEASURED, null, List.of(0), List.of(List.of(1.5), List.of(2.5)),
                IntStream.range(0, 2).mapToObj(i -> new Point.Figure(1.5 + i, Double.NaN, Double.NaN, Double.NaN)).toList(), "live/point-4"));
        assertThat(page(new Sweep(simulated.manifest(), all))).contains("Points that were measured on this machine", "measured too", "live/point-4");
        assertThat(Files.readString(folder.resolve(SweepFile.CSV))).contains("\n4,measured,2,2,ok,1,0,1.5,,,,2.5,,,,\n");
    }

    @Test
    void whatWasMeasuredAndIsNotToBeTrustedSaysWhyAndIsDrawnNowhere() throws IOException {
        Sweep simulated = Swept.of(new int[] {3, 3}, at -> new double[] {at[0] + 1, at[1] + 1});
        List<Point> all = new ArrayList<>(simulated.points());
        all.add(new Point(4, Point.Kind.MEASURED, null, List.of(2), List.of(List.of(1.5), List.of(2.5)),
                IntStream.range(0, 2).mapToObj(i -> new Point.Figure(1.5 + i, Double.NaN, Double.NaN, Double.NaN)).toList(), "live/point-4", "it decides otherwise"));
        assertThat(page(new Sweep(simulated.manifest(), all))).contains("it decides otherwise; 2 turns failed", "1 measured point is not to be trusted");
    }

    @Test
    void aBarThatChanceExplainsIsPale() throws IOException {
        List<Point> points = IntStream.range(0, 4).mapToObj(number -> new Point(number, Point.Kind.SIMULATED, null, List.of(0),
                List.of(List.of(9.0), List.of(1.0)),
                List.of(new Point.Figure(9 - number, 1, -number, 1.5), new Point.Figure(1, 0, 0, 0)), null)).toList();
        assertThat(page(new Sweep(Swept.of(new int[] {2, 2}, _ -> null).manifest(), points))).contains("Pale bars are no wider than chance explains.");
    }

    @Test
    void aSweepIsReportedByItself() throws IOException {
        SweepFile.write(Swept.of(new int[] {3}, at -> new double[] {at[0], 1}), folder);
        assertThatThrownBy(() -> Report.of(List.of(folder, folder))).hasMessageContaining("is a sweep: report it by itself");
    }
}
