package nmos.reports.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A chart as an `svg` element for a page: text as text, colours by the names of their [Ink], ids that begin with the chart's name.
///
/// Batik writes a standalone document that says every property many times; what is said here is only what differs from a page's
/// style sheet, as classes `f-INK` and `s-INK` for fill and stroke.
public final class Svg {
    private static final int DECIMALS = 1;
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
    /// What leaves inherit from groups.
    private static final List<String> STYLE = List.of("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight",
            "clip-path", "transform");
    private static final Map<String, String> PLAIN = Map.of("stroke-width", "1", "stroke-dasharray", "none", "font-weight", "normal",
            "font-size", Style.FONT_PX + "px");
    private static final Map<String, List<String>> SHAPE = Map.of(
            "line", List.of("x1", "y1", "x2", "y2"),
            "rect", List.of("x", "y", "width", "height"),
            "circle", List.of("cx", "cy", "r"),
            "ellipse", List.of("cx", "cy", "rx", "ry"),
            "path", List.of("d"),
            "polygon", List.of("points"),
            "polyline", List.of("points"),
            "text", List.of("x", "y", SvgGraphics.ANCHOR));

    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> clips = new HashMap<>();
    private final Map<String, String> clipIds = new LinkedHashMap<>();
    private final StringBuilder defs = new StringBuilder();
    private final Chart chart;

    private Svg(Chart chart) {
        this.chart = chart;
    }

    public static String of(Chart chart) {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(DECIMALS);
        SvgGraphics graphics = new SvgGraphics(context);
        Style.bare(chart).draw(graphics, new Rectangle2D.Double(0, 0, chart.widthPx(), chart.heightPx()));
        return new Svg(chart).written(graphics.getRoot());
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SvgGraphics.NAMESPACE, "svg", null);
        } catch (ParserConfigurationException broken) {
            throw new IllegalStateException("the JDK makes no XML documents", broken);
        }
    }

    private String written(Element root) {
        findClips(root);
        write(root, Map.of());
        String id = chart.name();
        return "<svg viewBox=\"0 0 " + chart.widthPx() + " " + chart.heightPx() + "\" role=\"img\" aria-labelledby=\"" + id + "-t "
                + id + "-d\"><title id=\"" + id + "-t\">" + Escape.text(chart.title()) + "</title><desc id=\"" + id + "-d\">"
                + Escape.text(chart.description()) + "</desc>" + (defs.isEmpty() ? "" : "<defs>" + defs + "</defs>") + out + "</svg>";
    }

    private void findClips(Element element) {
        if (element.getTagName().equals("clipPath")) {
            clips.put(element.getAttribute("id"), ((Element) element.getFirstChild()).getAttribute("d"));
        }
        children(element).forEach(this::findClips);
    }

    private void write(Element element, Map<String, String> inherited) {
        Map<String, String> style = new HashMap<>(inherited);
        for (String name : STYLE) {
            String value = element.getAttribute(name);
            if (!value.isEmpty()) {
                style.merge(name, value, (outer, inner) -> name.equals("transform") ? outer + " " + inner : inner);
            }
        }
        List<String> shape = SHAPE.get(element.getTagName());
        if (shape != null) {
            leaf(element, shape, style);
            return;
        }
        for (Element child : children(element)) {
            if (!child.getTagName().equals("defs")) {
                write(child, style);
            }
        }
    }

    private void leaf(Element element, List<String> shape, Map<String, String> style) {
        boolean text = element.getTagName().equals("text");
        String fill = ink("f-", style.get("fill"));
        String stroke = text ? null : ink("s-", style.get("stroke"));
        if (fill == null && stroke == null) {
            return;
        }
        out.append('<').append(element.getTagName());
        attribute("class", fill == null ? stroke : stroke == null ? fill : fill + " " + stroke);
        for (String name : shape) {
            String value = element.getAttribute(name);
            if (!value.isEmpty() && !value.equals("start")) {
                attribute(name, name.equals("d") ? compact(value) : value);
            }
        }
        attribute("transform", style.get("transform"));
        if (stroke != null) {
            unlessPlain("stroke-width", style);
            unlessPlain("stroke-dasharray", style);
        }
        if (text) {
            unlessPlain("font-size", style);
            unlessPlain("font-weight", style);
            out.append('>').append(Escape.text(element.getTextContent())).append("</text>");
            return;
        }
        attribute("clip-path", clip(style.get("clip-path")));
        out.append("/>");
    }

    private void unlessPlain(String name, Map<String, String> style) {
        String value = style.get(name);
        attribute(name, value != null && value.equals(PLAIN.get(name)) ? null : value);
    }

    private void attribute(String name, @Nullable String value) {
        if (value != null) {
            out.append(' ').append(name).append("=\"").append(Escape.text(value)).append('"');
        }
    }

    /// Clips that cut something off: that of the whole canvas does not, and texts may lie across the edge of their plot.
    private @Nullable String clip(@Nullable String reference) {
        if (reference == null || !reference.startsWith("url(#")) {
            return null;
        }
        String path = compact(clips.getOrDefault(reference.substring("url(#".length(), reference.length() - 1), ""));
        if (path.startsWith("M0 0L" + chart.widthPx() + " 0L")) {
            return null;
        }
        String id = clipIds.computeIfAbsent(path, _ -> {
            String made = chart.name() + "-c" + (clipIds.size() + 1);
            defs.append("<clipPath id=\"").append(made).append("\"><path d=\"").append(path).append("\"/></clipPath>");
            return made;
        });
        return "url(#" + id + ")";
    }

    private static String compact(String path) {
        return path.replaceAll(" ?([MLCQZHV]) ?", "$1");
    }

    private static @Nullable String ink(String prefix, @Nullable String paint) {
        if (paint == null || paint.equals("none")) {
            return null;
        }
        if (paint.equals("white")) {
            return prefix + "ground";
        }
        Matcher rgb = RGB.matcher(paint);
        if (!rgb.matches()) {
            throw new IllegalStateException("a chart has the colour " + paint + ", which is no ink");
        }
        int color = Integer.parseInt(rgb.group(1)) << 16 | Integer.parseInt(rgb.group(2)) << 8 | Integer.parseInt(rgb.group(3));
        return prefix + Ink.of(color).label();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }
}
