package nmos.harness.published;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/// A table of published measurements with what was predicted of each, in the table's order. Not `complete`: somebody stopped it.
public record Published(List<Row> rows, Summary summary, boolean complete, int rowsInTable) {
    private static final double MEDIAN = 50;
    private static final double NINE_OF_TEN = 90;

    /// One row. Either all of the numbers are there, or `excluded` says why not. `errorPct` is signed: above 0 where more was
    /// predicted than measured.
    public record Row(
            int line,
            String system,
            String model,
            String policy,
            @Nullable String family,
            @Nullable Double measuredTps,
            @Nullable Double predictedTps,
            @Nullable Double formulaTps,
            @Nullable Double errorPct,
            @Nullable Double formulaErrorPct,
            @Nullable String excluded,
            String source) {
        public boolean qualifies() {
            return excluded == null;
        }
    }

    /// Sizes of errors, without their signs, over the rows that qualify.
    public record Summary(
            int rows,
            int qualifying,
            @Nullable Errors errors,
            @Nullable Errors formula,
            List<OfFamily> families,
            List<Left> excluded) {}

    public record Errors(double medianPct, double p90Pct, int withinTenPct) {}

    public record OfFamily(String family, int rows, Errors errors, Errors formula) {}

    /// How many rows were left out for one reason.
    public record Left(String reason, int rows) {}

    public Published {
        rows = List.copyOf(rows);
    }

    /// Predicts a table.
    ///
    /// @throws PublishedException where the file is no such table
    public static Published of(Path file, Watch watch) throws IOException {
        return of(Table.read(file), watch);
    }

    /// Predicts a table, on as many threads as there are processors; rows know nothing of each other.
    public static Published of(Table table, Watch watch) throws IOException {
        Parts parts = Parts.shipped();
        var rows = new ArrayList<Row>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Row>> all = table.rows.stream().map(each -> pool.submit(() -> row(each, parts))).toList();
            try {
                for (Future<Row> each : all) {
                    if (!watch.at(rows.size())) {
                        break;
                    }
                    rows.add(each.get());
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof IOException unreadable) {
                    throw unreadable;
                }
                throw new IllegalStateException("a row was not predicted", failed.getCause());
            } finally {
                pool.shutdownNow();
            }
        }
        return new Published(rows, summary(rows), rows.size() == table.rows.size(), table.rows.size());
    }

    /// Measurements that were read and not yet predicted.
    public static final class Table {
        private final List<Measurement> rows;

        private Table(List<Measurement> rows) {
            this.rows = rows;
        }

        /// Reads a table.
        ///
        /// @throws PublishedException where the file is no such table
        public static Table read(Path file) throws IOException {
            return new Table(Measurement.read(file));
        }

        public int size() {
            return rows.size();
        }
    }

    /// Told how far it has come; says whether to go on.
    public interface Watch {
        boolean at(int done);
    }

    private static Row row(Measurement of, Parts parts) throws IOException {
        return switch (Reading.of(of, parts)) {
            case Reading.Wanting(Missing missing) -> left(of, "not stated: " + missing.words);
            case Reading.Absurd(String why) -> left(of, "cannot be as stated: " + why);
            case Reading.Whole(Setup setup) -> switch (Prediction.of(setup)) {
                case Prediction.Impossible(String reason) -> left(of, "cannot be as stated: " + reason);
                case Prediction.Rate(double predicted) -> {
                    double measured = of.tokensPerSec().orElseThrow();
                    yield new Row(of.line(), of.system(), of.model(), of.policy(), setup.family().words, figure(measured),
                            figure(predicted), figure(setup.formula()), figure(100 * (predicted / measured - 1)),
                            figure(100 * (setup.formula() / measured - 1)), null, of.text("source"));
                }
            };
        };
    }

    private static Row left(Measurement of, String why) {
        return new Row(of.line(), of.system(), of.model(), of.policy(), null, of.tokensPerSec().map(Published::figure).orElse(null),
                null, null, null, null, why, of.text("source"));
    }

    /// Six significant digits.
    private static Double figure(double value) {
        return new BigDecimal(value).round(new MathContext(6)).doubleValue();
    }

    private static Summary summary(List<Row> rows) {
        List<Row> qualifying = rows.stream().filter(Row::qualifies).toList();
        var families = new ArrayList<OfFamily>();
        for (Family family : Family.values()) {
            List<Row> of = qualifying.stream().filter(row -> family.words.equals(row.family())).toList();
            if (!of.isEmpty()) {
                families.add(new OfFamily(family.words, of.size(), ours(of).orElseThrow(), formula(of).orElseThrow()));
            }
        }
        var left = new ArrayList<Left>();
        rows.stream().map(Row::excluded).filter(reason -> reason != null).distinct().forEach(reason ->
                left.add(new Left(reason, (int) rows.stream().filter(row -> reason.equals(row.excluded())).count())));
        left.sort((a, b) -> Integer.compare(b.rows, a.rows));
        return new Summary(rows.size(), qualifying.size(), ours(qualifying).orElse(null), formula(qualifying).orElse(null), families, left);
    }

    private static Optional<Errors> ours(List<Row> rows) {
        return errors(rows.stream().mapToDouble(row -> row.errorPct == null ? 0 : Math.abs(row.errorPct)).toArray());
    }

    private static Optional<Errors> formula(List<Row> rows) {
        return errors(rows.stream().mapToDouble(row -> row.formulaErrorPct == null ? 0 : Math.abs(row.formulaErrorPct)).toArray());
    }

    private static Optional<Errors> errors(double[] sizes) {
        if (sizes.length == 0) {
            return Optional.empty();
        }
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(sizes);
        return Optional.of(new Errors(figure(percentile.evaluate(MEDIAN)), figure(percentile.evaluate(NINE_OF_TEN)),
                (int) Arrays.stream(sizes).filter(size -> size <= 10).count()));
    }
}
