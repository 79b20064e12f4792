package nmos.reports.sweep;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// Points as comma-separated values, as RFC 4180 has them but with line feeds: a row each, a header above.
final class Csv {
    private Csv() {}

    static void write(Sweep sweep, Writer out) throws IOException {
        Manifest manifest = sweep.manifest();
        List<String> header = new ArrayList<>(List.of("point", "kind"));
        manifest.axes().forEach(axis -> header.add(axis.path()));
        header.addAll(List.of("status", "replications", "failed_turns"));
        for (Manifest.Metric metric : manifest.metrics()) {
            header.add(metric.name());
            header.add(metric.name() + ".half_width_95");
            header.add(metric.name() + ".less_best");
            header.add(metric.name() + ".less_best.half_width_95");
        }
        header.add("reason");
        row(header, out);
        for (Point point : sweep.points()) {
            row(cells(sweep, point), out);
        }
    }

    private static List<String> cells(Sweep sweep, Point point) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(point.number()), point.kind().name().toLowerCase(Locale.ROOT)));
        for (int axis = 0; axis < sweep.manifest().axes().size(); axis++) {
            cells.add(sweep.value(point, axis));
        }
        String impossible = point.impossible();
        cells.add(impossible != null ? "impossible" : point.unsound() != null ? "unsound" : point.allFailedTurns() > 0 ? "turns failed" : "ok");
        cells.add(impossible != null ? "" : Integer.toString(point.failedTurns().size()));
        cells.add(impossible != null ? "" : Integer.toString(point.allFailedTurns()));
        for (int metric = 0; metric < sweep.manifest().metrics().size(); metric++) {
            if (point.figures().isEmpty()) {
                cells.addAll(List.of("", "", "", ""));
                continue;
            }
            Point.Figure figure = point.figures().get(metric);
            cells.add(number(figure.mean()));
            cells.add(number(figure.halfWidth95()));
            cells.add(number(figure.lessBest()));
            cells.add(number(figure.lessBestHalfWidth95()));
        }
        cells.add(Objects.requireNonNullElse(impossible != null ? impossible : point.unsound(), ""));
        return cells;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? PointLine.rounded(value) : "";
    }

    private static void row(List<String> cells, Writer out) throws IOException {
        out.write(cells.stream().map(Csv::quoted).collect(Collectors.joining(",")));
        out.write('\n');
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
