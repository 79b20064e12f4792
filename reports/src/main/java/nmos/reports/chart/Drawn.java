package nmos.reports.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jspecify.annotations.Nullable;

/// What charts are made of, in the plot's own measures. All of one kind and ink is one path, which keeps pages small.
final class Drawn {
    private Drawn() {}

    /// A point of a plot.
    record At(double x, double y) {}

    /// A rectangle of a plot.
    record Box(double fromX, double toX, double fromY, double toY) {}

    /// A place on the plot's area.
    private interface Place {
        double x(double value);

        double y(double value);
    }

    private interface Painter {
        void paint(Graphics2D graphics, Place place, Rectangle2D area);
    }

    private static AbstractXYAnnotation annotation(Painter painter) {
        return new AbstractXYAnnotation() {
            private static final long serialVersionUID = 1L;

            @Override
            public void draw(Graphics2D graphics, XYPlot plot, Rectangle2D area, ValueAxis xAxis, ValueAxis yAxis, int renderer,
                    PlotRenderingInfo info) {
                painter.paint(graphics, new Place() {
                    @Override
                    public double x(double value) {
                        return xAxis.valueToJava2D(value, area, RectangleEdge.BOTTOM);
                    }

                    @Override
                    public double y(double value) {
                        return yAxis.valueToJava2D(value, area, RectangleEdge.LEFT);
                    }
                }, area);
            }
        };
    }

    /// Filled. Those in a row that touch, or would but for less than a reader can see, become one.
    static AbstractXYAnnotation boxes(Ink ink, List<Box> boxes) {
        return annotation((graphics, place, area) -> {
            Path2D path = new Path2D.Double();
            Rectangle2D last = null;
            for (Box box : boxes) {
                Rectangle2D next = new Rectangle2D.Double();
                next.setFrameFromDiagonal(place.x(box.fromX), place.y(box.fromY), place.x(box.toX), place.y(box.toY));
                if (last != null && last.getY() == next.getY() && last.getHeight() == next.getHeight()
                        && next.getX() >= last.getX() && next.getX() - last.getMaxX() < 0.4) {
                    last.setRect(last.getX(), last.getY(), Math.max(last.getMaxX(), next.getMaxX()) - last.getX(), last.getHeight());
                } else {
                    append(path, last);
                    last = next;
                }
            }
            append(path, last);
            graphics.setPaint(ink.color);
            graphics.fill(path);
        });
    }

    private static void append(Path2D path, @Nullable Rectangle2D box) {
        if (box != null && box.getWidth() > 0 && box.getHeight() > 0) {
            double width = Math.max(box.getWidth(), 0.4);
            path.append(new Rectangle2D.Double(box.getX(), box.getY(), width, box.getHeight()), false);
        }
    }

    static AbstractXYAnnotation area(Ink ink, List<At> outline) {
        return annotation((graphics, place, area) -> {
            Path2D path = path(place, outline);
            path.closePath();
            graphics.setPaint(ink.color);
            graphics.fill(path);
        });
    }

    static AbstractXYAnnotation line(Ink ink, Stroke stroke, List<At> points) {
        return annotation((graphics, place, area) -> {
            graphics.setPaint(ink.color);
            graphics.setStroke(stroke);
            graphics.draw(path(place, points));
        });
    }

    static AbstractXYAnnotation marks(Ink ink, Shape shape, boolean filled, List<At> points) {
        return annotation((graphics, place, area) -> {
            Path2D path = new Path2D.Double();
            for (At point : points) {
                path.append(AffineTransform.getTranslateInstance(place.x(point.x), place.y(point.y)).createTransformedShape(shape), false);
            }
            graphics.setPaint(filled ? ink.color : Ink.GROUND);
            graphics.fill(path);
            if (!filled) {
                graphics.setPaint(ink.color);
                graphics.setStroke(Style.LINE);
                graphics.draw(path);
            }
        });
    }

    /// Words at a point, moved by so many pixels.
    static AbstractXYAnnotation words(Ink ink, String text, At at, Anchor anchor, double rightPx, double downPx) {
        return words(ink.color, text, at, anchor, rightPx, downPx);
    }

    /// The same in the colour of an ink or of the ground.
    static AbstractXYAnnotation words(Color color, String text, At at, Anchor anchor, double rightPx, double downPx) {
        return annotation((graphics, place, area) -> anchor.during(graphics, () -> {
            graphics.setPaint(color);
            graphics.setFont(Style.FONT);
            TextAnchor side = switch (anchor) {
                case START -> TextAnchor.CENTER_LEFT;
                case MIDDLE -> TextAnchor.CENTER;
                case END -> TextAnchor.CENTER_RIGHT;
            };
            TextUtils.drawAlignedString(text, graphics, (float) (place.x(at.x) + rightPx), (float) (place.y(at.y) + downPx), side);
        }));
    }

    private static Path2D path(Place place, List<At> points) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.size(); i++) {
            double x = place.x(points.get(i).x);
            double y = place.y(points.get(i).y);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }
}
