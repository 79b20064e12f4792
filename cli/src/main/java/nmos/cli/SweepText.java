package nmos.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import nmos.harness.sweep.Pace;
import nmos.reports.chart.Numbers;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a sweep came to, for reading and as JSON.
final class SweepText {
    private static final long SECOND_NS = 1_000_000_000;

    private SweepText() {}

    static String plain(Sweep sweep) {
        Manifest manifest = sweep.manifest();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s: %d points of %s, simulated on %s, %s from seed %d%n",
                manifest.scenario(), manifest.points(), axes(manifest), manifest.machine(),
                manifest.replications() == 1 ? "once" : manifest.replications() + " replications", manifest.seed()));
        for (int metric = 0; metric < manifest.metrics().size(); metric++) {
            text.append(String.format(Locale.ROOT, "best %-30s %s%n", manifest.metrics().get(metric).name(), best(sweep, metric)));
        }
        for (Point point : sweep.measured()) {
            text.append("measured ").append(sweep.settings(point)).append(':');
            for (int metric = 0; metric < Math.min(2, manifest.metrics().size()); metric++) {
                text.append(metric == 0 ? " " : ", ").append(manifest.metrics().get(metric).label()).append(' ').append(Numbers.of(point.mean(metric)));
            }
            int failed = point.allFailedTurns();
            text.append(failed == 0 ? "" : " (" + failed + (failed == 1 ? " turn" : " turns") + " failed)")
                    .append(point.unsound() == null ? "" : " (not to be trusted: " + point.unsound() + ")")
                    .append(String.format(Locale.ROOT, "%n"));
        }
        List<String> reasons = sweep.points().stream().map(Point::impossible).filter(Objects::nonNull).toList();
        if (!reasons.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%d points are not possible or could not be played, the first because of %s%n", reasons.size(), reasons.getFirst()));
        }
        long failing = failing(sweep);
        if (failing > 0) {
            text.append(String.format(Locale.ROOT, "%d points have turns that failed, and are called best in nothing%n", failing));
        }
        return text.toString();
    }

    private static String axes(Manifest manifest) {
        return String.join(" x ", manifest.axes().stream().map(axis -> axis.path() + " (" + axis.values().size() + ")").toList());
    }

    private static String best(Sweep sweep, int metric) {
        Optional<Point> best = sweep.best(metric);
        if (best.isEmpty()) {
            return "no point has it";
        }
        Point.Figure figure = best.get().figures().get(metric);
        String unit = sweep.manifest().metrics().get(metric).unit();
        long others = sweep.asGood(metric);
        return Numbers.of(figure.mean())
                + (Double.isNaN(figure.halfWidth95()) ? "" : " \u00b1 " + Numbers.of(figure.halfWidth95()))
                + (unit.isEmpty() ? "" : " " + unit)
                + " at " + sweep.settings(best.get())
                + (others == 0 ? "" : ", and " + others + (others == 1 ? " other is" : " others are") + " as good");
    }

    private static long failing(Sweep sweep) {
        return sweep.points().stream().filter(point -> point.allFailedTurns() > 0).count();
    }

    static String json(Sweep sweep, Path folder, @Nullable Path page) {
        Manifest manifest = sweep.manifest();
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("folder", folder.toString());
            if (page != null) {
                out.writeStringProperty("page", page.toString());
            }
            out.writeBooleanProperty("complete", manifest.complete());
            out.writeNumberProperty("points", manifest.points());
            out.writeNumberProperty("done", manifest.done());
            out.writeNumberProperty("impossible", sweep.points().stream().filter(point -> point.impossible() != null).count());
            out.writeNumberProperty("with_failed_turns", failing(sweep));
            out.writeObjectPropertyStart("best");
            for (int metric = 0; metric < manifest.metrics().size(); metric++) {
                Optional<Point> best = sweep.best(metric);
                if (best.isPresent()) {
                    best(out, sweep, metric, best.get());
                }
            }
            out.writeEndObject();
            out.writeArrayPropertyStart("measured");
            sweep.measured().forEach(point -> measured(out, sweep, point));
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static void measured(JsonGenerator out, Sweep sweep, Point point) {
        Manifest manifest = sweep.manifest();
        out.writeStartObject();
        out.writeNumberProperty("point", point.number());
        settings(out, sweep, point);
        out.writeStringProperty("run", point.run());
        out.writeNumberProperty("failed_turns", point.allFailedTurns());
        if (point.unsound() != null) {
            out.writeStringProperty("unsound", point.unsound());
        }
        for (int metric = 0; metric < manifest.metrics().size(); metric++) {
            if (Double.isFinite(point.mean(metric))) {
                out.writeNumberProperty(manifest.metrics().get(metric).name(), point.mean(metric));
            }
        }
        out.writeEndObject();
    }

    private static void settings(JsonGenerator out, Sweep sweep, Point point) {
        out.writeObjectPropertyStart("settings");
        for (int axis = 0; axis < sweep.manifest().axes().size(); axis++) {
            out.writeStringProperty(sweep.manifest().axes().get(axis).path(), sweep.value(point, axis));
        }
        out.writeEndObject();
    }

    private static void best(JsonGenerator out, Sweep sweep, int metric, Point best) {
        Manifest manifest = sweep.manifest();
        out.writeObjectPropertyStart(manifest.metrics().get(metric).name());
        out.writeNumberProperty("point", best.number());
        settings(out, sweep, best);
        out.writeNumberProperty("mean", best.mean(metric));
        if (Double.isFinite(best.figures().get(metric).halfWidth95())) {
            out.writeNumberProperty("half_width_95", best.figures().get(metric).halfWidth95());
        }
        out.writeNumberProperty("as_good", sweep.asGood(metric));
        out.writeEndObject();
    }

    /// A span of time as people say it.
    static String left(Pace.Left left) {
        String least = rounded(left.leastNs());
        String most = rounded(left.mostNs());
        return least.equals(most) ? "about " + most : least + " to " + most;
    }

    private static String rounded(long ns) {
        long seconds = Math.ceilDiv(ns, SECOND_NS);
        return seconds < 100 ? seconds + " s" : seconds < 6000 ? (seconds + 30) / 60 + " min" : (seconds + 1800) / 3600 + " h";
    }
}
