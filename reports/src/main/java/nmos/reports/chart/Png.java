package nmos.reports.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;

/// A chart as a picture to paste elsewhere: dark on white, with its title and legend.
public final class Png {
    /// Pixels for one of the page's, so that it stays sharp on a screen that has that many.
    private static final int SCALE = 2;
    private static final int HEAD_PX = 60;

    private Png() {}

    public static void write(Chart chart, Path file) throws IOException {
        JFreeChart drawn = Style.titled(chart);
        int height = chart.heightPx() + HEAD_PX;
        BufferedImage image = new BufferedImage(chart.widthPx() * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            drawn.draw(graphics, new Rectangle2D.Double(0, 0, chart.widthPx(), height));
        } finally {
            graphics.dispose();
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException(file + ": this JDK writes no PNG");
            }
        }
    }
}
