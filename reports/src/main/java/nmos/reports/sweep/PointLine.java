package nmos.reports.sweep;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.journal.Figures;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A point as a line of JSON. Its values are written so that the same numbers are read again; figures are rounded.
public final class PointLine {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper JSON = new JsonMapper();

    private PointLine() {}

    /// With its line's end.
    public static String text(Manifest manifest, Point point) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeNumberProperty("point", point.number());
            out.writeStringProperty("kind", point.kind().name().toLowerCase(Locale.ROOT));
            settings(out, manifest, point);
            String impossible = point.impossible();
            if (impossible != null) {
                out.writeStringProperty("impossible", impossible);
            } else {
                values(out, manifest, point);
            }
            if (point.run() != null) {
                out.writeStringProperty("run", point.run());
            }
            if (point.unsound() != null) {
                out.writeStringProperty("unsound", point.unsound());
            }
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void settings(JsonGenerator out, Manifest manifest, Point point) {
        Sweep names = new Sweep(manifest, List.of());
        out.writeObjectPropertyStart("settings");
        for (int axis = 0; axis < manifest.axes().size(); axis++) {
            out.writeStringProperty(manifest.axes().get(axis).path(), names.value(point, axis));
        }
        out.writeEndObject();
    }

    private static void values(JsonGenerator out, Manifest manifest, Point point) {
        out.writeArrayPropertyStart("failed_turns");
        point.failedTurns().forEach(out::writeNumber);
        out.writeEndArray();
        out.writeObjectPropertyStart("values");
        for (int metric = 0; metric < manifest.metrics().size(); metric++) {
            out.writeArrayPropertyStart(manifest.metrics().get(metric).name());
            for (double value : point.values().get(metric)) {
                if (Double.isNaN(value)) {
                    out.writeNull();
                } else {
                    out.writeNumber(value);
                }
            }
            out.writeEndArray();
        }
        out.writeEndObject();
        if (!point.figures().isEmpty()) {
            out.writeObjectPropertyStart("figures");
            for (int metric = 0; metric < manifest.metrics().size(); metric++) {
                out.writeObjectPropertyStart(manifest.metrics().get(metric).name());
                Point.Figure figure = point.figures().get(metric);
                number(out, "mean", figure.mean());
                number(out, "half_width_95", figure.halfWidth95());
                number(out, "less_best", figure.lessBest());
                number(out, "less_best_half_width_95", figure.lessBestHalfWidth95());
                out.writeEndObject();
            }
            out.writeEndObject();
        }
    }

    private static void number(JsonGenerator out, String name, double value) {
        if (Double.isFinite(value)) {
            out.writeName(name);
            out.writeNumber(rounded(value));
        }
    }

    /// A figure as files have it.
    static String rounded(double value) {
        BigDecimal figure = Figures.of(value).stripTrailingZeros();
        return figure.signum() == 0 ? "0" : figure.toPlainString();
    }

    /// The point of a line, or nothing where the line is none of this sweep's: torn, or from elsewhere.
    public static Optional<Point> read(Manifest manifest, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.path("point").isInt() && node.path("point").intValue() >= 0 && node.path("point").intValue() < manifest.points()
                    ? read(manifest, node)
                    : Optional.empty();
        } catch (JacksonException torn) {
            return Optional.empty();
        }
    }

    private static Optional<Point> read(Manifest manifest, JsonNode node) {
        int number = node.path("point").intValue();
        Point.Kind kind = node.path("kind").asString("").equals("measured") ? Point.Kind.MEASURED : Point.Kind.SIMULATED;
        String run = text(node, "run");
        if (node.path("impossible").isString()) {
            return Optional.of(new Point(number, kind, node.path("impossible").stringValue(), List.of(), List.of(), List.of(), run));
        }
        List<Double> failed = numbers(node.path("failed_turns"));
        List<List<Double>> values = new ArrayList<>();
        List<Point.Figure> figures = new ArrayList<>();
        for (Manifest.Metric metric : manifest.metrics()) {
            List<Double> of = numbers(node.path("values").path(metric.name()));
            if (failed == null || of == null || of.isEmpty() || of.size() != failed.size()
                    || (kind == Point.Kind.SIMULATED && of.size() != manifest.replications())) {
                return Optional.empty();
            }
            values.add(of);
            JsonNode figure = node.path("figures").path(metric.name());
            if (figure.isObject()) {
                figures.add(new Point.Figure(number(figure, "mean"), number(figure, "half_width_95"), number(figure, "less_best"),
                        number(figure, "less_best_half_width_95")));
            }
        }
        return failed == null || (!figures.isEmpty() && figures.size() != values.size())
                ? Optional.empty()
                : Optional.of(new Point(number, kind, null, failed.stream().map(Double::intValue).toList(), values, figures, run,
                        text(node, "unsound")));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).stringValue() : null;
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? node.path(name).doubleValue() : Double.NaN;
    }

    private static @Nullable List<Double> numbers(JsonNode list) {
        if (!list.isArray()) {
            return null;
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isNumber() && !value.isNull()) {
                return null;
            }
            numbers.add(value.isNull() ? Double.NaN : value.doubleValue());
        }
        return numbers;
    }
}
