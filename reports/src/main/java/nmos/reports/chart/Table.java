package nmos.reports.chart;

import java.util.List;

/// Numbers in rows, for reading: `cut` says how many rows there were where not all are here.
public record Table(String caption, List<Column> columns, List<List<String>> rows, int cut) {
    /// What a table in a page has at most.
    public static final int ROWS = 60;

    /// `number`: aligned right, figures of equal width.
    public record Column(String heading, boolean number) {
        public static Column text(String heading) {
            return new Column(heading, false);
        }

        public static Column number(String heading) {
            return new Column(heading, true);
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(caption + ": a row of " + row.size() + " in " + columns.size() + " columns");
            }
        }
    }

    /// The first rows, where there are too many.
    public static Table of(String caption, List<Column> columns, List<List<String>> rows) {
        boolean tooMany = rows.size() > ROWS;
        return new Table(caption, columns, tooMany ? rows.subList(0, ROWS) : rows, tooMany ? rows.size() : 0);
    }
}
