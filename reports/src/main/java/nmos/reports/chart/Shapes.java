package nmos.reports.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// The few marks that charts are made of, around the origin.
final class Shapes {
    private static final double DOT = 4;

    private Shapes() {}

    static Shape dot() {
        return new Ellipse2D.Double(-DOT, -DOT, 2 * DOT, 2 * DOT);
    }

    static Shape box() {
        return new Rectangle2D.Double(-5, -5, 10, 10);
    }

    /// One of very many.
    static Shape speck() {
        return new Rectangle2D.Double(-2, -2, 4, 4);
    }

    static Shape diamond() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -DOT - 1);
        path.lineTo(DOT + 1, 0);
        path.lineTo(0, DOT + 1);
        path.lineTo(-DOT - 1, 0);
        path.closePath();
        return path;
    }

    static Shape line() {
        return new Line2D.Double(-9, 0, 9, 0);
    }
}
