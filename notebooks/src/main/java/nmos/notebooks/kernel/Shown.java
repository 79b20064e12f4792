package nmos.notebooks.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Base64;
import java.util.Map;
import nmos.notebooks.Said;
import nmos.reports.chart.Chart;
import org.dflib.DataFrame;
import org.jfree.chart.JFreeChart;

/// What Jupyter is given of a value: as rich as it can be, and always as text, too.
final class Shown {
    private Shown() {}

    static DisplayData of(Object value) {
        return switch (value) {
            case Said said -> said(said);
            case DataFrame frame -> table(frame);
            case Chart chart -> picture(Picture.of(chart));
            case JFreeChart chart -> picture(Picture.of(chart));
            default -> new DisplayData(String.valueOf(value));
        };
    }

    private static DisplayData said(Said said) {
        DisplayData data = new DisplayData(said.markdown());
        data.putMarkdown(said.markdown());
        return data;
    }

    private static DisplayData table(DataFrame frame) {
        DisplayData data = new DisplayData(TableText.plain(frame));
        data.putHTML(TableText.html(frame));
        return data;
    }

    private static DisplayData picture(Picture picture) {
        DisplayData data = new DisplayData(picture.description());
        data.putData(MIMEType.IMAGE_PNG, Base64.getEncoder().encodeToString(picture.png()), Map.of("width", picture.widthPx()));
        return data;
    }
}
