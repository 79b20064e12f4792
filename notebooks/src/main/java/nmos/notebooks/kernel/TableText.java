package nmos.notebooks.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.reports.chart.Numbers;
import org.dflib.DataFrame;
import org.jspecify.annotations.Nullable;

/// A data frame as people read it: numbers in four digits that count, right-aligned, and nothing where there is nothing.
final class TableText {
    /// More rows are told and not shown.
    private static final int ROWS = 60;

    private TableText() {}

    static String html(DataFrame frame) {
        StringBuilder html = new StringBuilder("<table><thead><tr>");
        List<String> columns = List.of(frame.getColumnsIndex().toArray());
        for (String column : columns) {
            html.append(open("th", numeric(frame, column))).append(escaped(column)).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (int row = 0; row < Math.min(ROWS, frame.height()); row++) {
            html.append("<tr>");
            for (String column : columns) {
                html.append(open("td", numeric(frame, column))).append(escaped(text(frame.get(column, row)))).append("</td>");
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table>").append(frame.height() > ROWS ? "<p>" + cut(frame) + "</p>" : "").toString();
    }

    static String plain(DataFrame frame) {
        List<String> columns = List.of(frame.getColumnsIndex().toArray());
        List<List<String>> lines = new ArrayList<>(List.of(columns));
        for (int row = 0; row < Math.min(ROWS, frame.height()); row++) {
            int at = row;
            lines.add(columns.stream().map(column -> text(frame.get(column, at))).toList());
        }
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder one = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String padding = " ".repeat(widths[column] - line.get(column).length());
                one.append(numeric(frame, columns.get(column)) ? padding + line.get(column) : line.get(column) + padding).append("  ");
            }
            text.append(one.toString().stripTrailing()).append('\n');
        }
        return text + (frame.height() > ROWS ? cut(frame) + "\n" : "");
    }

    private static String cut(DataFrame frame) {
        return "the first " + ROWS + " of " + frame.height() + " rows";
    }

    private static boolean numeric(DataFrame frame, String column) {
        boolean some = false;
        for (Object value : frame.getColumn(column)) {
            if (value != null && !(value instanceof Number)) {
                return false;
            }
            some |= value != null;
        }
        return some;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Double number -> Numbers.of(number);
            case Float number -> Numbers.of(number);
            default -> value.toString();
        };
    }

    private static String open(String tag, boolean number) {
        return "<" + tag + " style=\"text-align:" + (number ? "right" : "left") + "\">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
