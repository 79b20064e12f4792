package nmos.notebooks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import nmos.notebooks.Plots;
import nmos.notebooks.Said;
import nmos.reports.chart.ScatterChart;
import org.dflib.DataFrame;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final DataFrame FRAME = DataFrame.byArrayRow("what", "GB").appender()
            .append("a<b", 1234.5678)
            .append("c", null)
            .toDataFrame();

    @Test
    void tablesHaveNumbersAsPeopleReadThemAndTextThatIsText() {
        DisplayData shown = Shown.of(FRAME);
        assertThat((String) shown.getData(MIMEType.TEXT_HTML))
                .contains("<th style=\"text-align:right\">GB</th>")
                .contains("<td style=\"text-align:left\">a&lt;b</td><td style=\"text-align:right\">1235</td>")
                .contains("<td style=\"text-align:left\">c</td><td style=\"text-align:right\"></td>");
        assertThat(shown.getData(MIMEType.TEXT_PLAIN)).isEqualTo("what    GB\na<b   1235\nc\n");
    }

    @Test
    void aLongTableTellsHowMuchOfItIsNotShown() {
        var rows = DataFrame.byArrayRow("n").appender();
        for (int n = 0; n < 100; n++) {
            rows.append(n);
        }
        DataFrame frame = rows.toDataFrame();
        assertThat(TableText.html(frame)).contains("the first 60 of 100 rows").contains(">59<").doesNotContain(">60<");
        assertThat(TableText.plain(frame)).endsWith("the first 60 of 100 rows\n");
    }

    @Test
    void sentencesAreMarkdown() {
        DisplayData shown = Shown.of(Said.say("**%.1f** s", 1.25));
        assertThat(shown.getData(MIMEType.TEXT_MARKDOWN)).isEqualTo("**1.3** s");
    }

    @Test
    void chartsOfEitherKindArePicturesWithWords() throws IOException {
        var lines = DataFrame.byArrayRow("k", "tau", "run").appender().append(1, 1.5, "a").append(2, 2.5, "a").toDataFrame();
        DisplayData own = Shown.of(Plots.lines("Tau", lines, "k", "tau", "run"));
        assertThat(own.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Tau");
        assertThat(width(own)).isEqualTo(1520);
        DisplayData reports = Shown.of(ScatterChart.of("s", "First tokens", "ms", List.of(new ScatterChart.Pair("one", 1, 2))));
        assertThat((String) reports.getData(MIMEType.TEXT_PLAIN)).startsWith("First tokens. 1 points");
        assertThat(width(reports)).isPositive();
    }

    private static int width(DisplayData shown) throws IOException {
        byte[] png = Base64.getDecoder().decode((String) shown.getData(MIMEType.IMAGE_PNG));
        return ImageIO.read(new ByteArrayInputStream(png)).getWidth();
    }

    @Test
    void allElseIsItsText() {
        assertThat(Shown.of(List.of(1, 2)).getData(MIMEType.TEXT_PLAIN)).isEqualTo("[1, 2]");
    }
}
