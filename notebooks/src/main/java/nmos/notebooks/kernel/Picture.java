package nmos.notebooks.kernel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Png;
import org.jfree.chart.JFreeChart;

/// A chart as PNG, twice as many pixels as it is wide on the page, and what it says to those who do not see it.
record Picture(String description, byte[] png, int widthPx) {
    private static final int SCALE = 2;
    private static final int WIDTH_PX = 760;
    private static final int HEIGHT_PX = 400;

    static Picture of(JFreeChart chart) {
        BufferedImage drawn = chart.createBufferedImage(WIDTH_PX * SCALE, HEIGHT_PX * SCALE, WIDTH_PX, HEIGHT_PX, null);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(drawn, "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Picture(chart.getTitle() == null ? "chart" : chart.getTitle().getText(), png.toByteArray(), WIDTH_PX);
    }

    static Picture of(Chart chart) {
        try {
            Path file = Files.createTempFile("chart", ".png");
            try {
                Png.write(chart, file);
                return new Picture(chart.title() + ". " + chart.description(), Files.readAllBytes(file), chart.widthPx());
            } finally {
                Files.delete(file);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
