package nmos.reports.chart;

import java.awt.Graphics;
import java.awt.geom.Rectangle2D;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Element;

/// Batik's graphics, whose texts hold on to their [Anchor] instead of to their left end.
final class SvgGraphics extends SVGGraphics2D {
    static final String NAMESPACE = "http://www.w3.org/2000/svg";
    static final String ANCHOR = "text-anchor";

    SvgGraphics(SVGGeneratorContext context) {
        super(context, false);
    }

    private SvgGraphics(SvgGraphics other) {
        super(other);
    }

    @Override
    public Graphics create() {
        return new SvgGraphics(this);
    }

    @Override
    public void drawString(String text, float x, float y) {
        Anchor anchor = Anchor.of(this);
        Rectangle2D bounds = getFontMetrics(getFont()).getStringBounds(text, this);
        Element element = getDOMFactory().createElementNS(NAMESPACE, "text");
        element.setAttribute("x", getGeneratorContext().doubleString(x + bounds.getWidth() * anchor.along));
        element.setAttribute("y", getGeneratorContext().doubleString(y));
        element.setAttribute(ANCHOR, anchor.label);
        element.appendChild(getDOMFactory().createTextNode(text));
        domGroupManager.addElement(element, DOMGroupManager.FILL);
    }
}
