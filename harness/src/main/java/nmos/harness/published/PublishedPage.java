package nmos.harness.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import nmos.harness.published.Published.Errors;
import nmos.harness.published.Published.Row;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Png;
import nmos.reports.chart.ScatterChart;
import nmos.reports.chart.ScatterChart.Pair;
import org.jspecify.annotations.Nullable;

/// Predictions as a page of Markdown, with pictures beside it where it is a file.
public final class PublishedPage {
    private static final int WORST = 25;
    private static final String SECONDARY = " (secondary)";

    private final Published published;
    private final Notes notes;
    private final StringBuilder out = new StringBuilder();

    private PublishedPage(Published published, Notes notes) {
        this.published = published;
        this.notes = notes;
    }

    /// `command`: how it was made. `pictures`: the files of pictures to show, by what they are of.
    public static String markdown(Published published, Notes notes, String command, Map<String, String> pictures) {
        return new PublishedPage(published, notes).page(command, pictures);
    }

    /// Writes the page and its two pictures, which have its name.
    public static void write(Published published, Notes notes, String command, Path page) throws IOException {
        String name = String.valueOf(page.getFileName()).replaceFirst("\\.md$", "");
        Map<String, String> pictures = new TreeMap<>();
        if (published.summary().qualifying() > 0) {
            picture(published, "predicted by simulation", Row::predictedTps, page.resolveSibling(name + ".png"), pictures);
            picture(published, "predicted by the formula", Row::formulaTps, page.resolveSibling(name + "-formula.png"), pictures);
        }
        Files.writeString(page, markdown(published, notes, command, pictures));
    }

    private static void picture(
            Published published, String title, ToDoubleFunction<Row> predicted, Path file, Map<String, String> pictures) throws IOException {
        List<Pair> pairs = published.rows().stream()
                .filter(Row::qualifies)
                .map(row -> new Pair(row.system() + ", " + row.model(), predicted.applyAsDouble(row), measured(row)))
                .toList();
        Chart chart = ScatterChart.of("published", "Published measurements, " + title, "tokens/s", pairs);
        Png.write(chart, file);
        pictures.put(title, String.valueOf(file.getFileName()));
    }

    private static double measured(Row row) {
        Double measured = row.measuredTps();
        return measured == null ? 0 : measured;
    }

    private String page(String command, Map<String, String> pictures) {
        line("# Published measurements, predicted");
        line("");
        if (!published.complete()) {
            line("**Stopped after " + published.rows().size() + " of " + published.rowsInTable() + " rows**, of which alone all that follows tells.");
            line("");
        }
        line("Made by `" + command + "`. Measured is what others published; predicted is simulated with the policy that does what the row says of its");
        line("system, on a machine put together from [parts](../harness/src/main/resources/nmos/harness/published/parts.yaml), each number with its source;");
        line("the formula is bytes over the slowest bandwidth on their way, times tau and the batch. Nothing is fitted to any row" + besideRows() + ".");
        line("");
        summary();
        pictures.forEach((title, file) -> {
            line("![" + title + "](" + file + ")");
            line("");
        });
        families();
        rows();
        worst();
        excluded();
        return out.toString();
    }

    /// What was measured, if not of a row, where rows were measured.
    private static String besideRows() {
        return Parts.shipped().cpus().stream()
                .map(cpu -> cpu.besideRows().map(source -> "; but rows of an " + cpu.name() + " rest on a curve from the same page as they: " + source))
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
    }

    private void summary() {
        Published.Summary s = published.summary();
        Errors ours = s.errors();
        Errors formula = s.formula();
        if (ours == null || formula == null) {
            line("None of " + s.rows() + " rows says enough for a prediction.");
            line("");
            return;
        }
        line(s.qualifying() + " of " + s.rows() + " rows say enough for a prediction. Of those the median error is " + pct(ours.medianPct()) + " (formula "
                + pct(formula.medianPct()) + "), nine of ten are within " + pct(ours.p90Pct()) + " (formula " + pct(formula.p90Pct()) + "), and "
                + ours.withinTenPct() + " are within 10 % (formula " + formula.withinTenPct() + ").");
        line("");
    }

    private void families() {
        line("| what decides | rows | median error | p90 | formula's median | p90 | nearer |");
        line("|---|---|---|---|---|---|---|");
        for (Published.OfFamily f : published.summary().families()) {
            String nearer = f.errors().medianPct() < f.formula().medianPct()
                    ? "simulation"
                    : f.errors().medianPct() > f.formula().medianPct() ? "formula" : "neither";
            line("| " + f.family() + " | " + f.rows() + " | " + pct(f.errors().medianPct()) + " | " + pct(f.errors().p90Pct()) + " | "
                    + pct(f.formula().medianPct()) + " | " + pct(f.formula().p90Pct()) + " | " + nearer + " |");
        }
        line("");
    }

    private void rows() {
        line("## Row by row");
        line("");
        line("Tokens a second; of a prompt alone, the prompt's. `line` is where a row stands in its file; '" + SECONDARY.strip() + "': not from the page where it was");
        line("published first, but from what somebody else says of it.");
        line("");
        line("| line | system | model | what it does | measured | predicted | error | formula | error |");
        line("|---|---|---|---|---|---|---|---|---|");
        published.rows().stream().filter(Row::qualifies).forEach(row -> line("| " + row.line() + " | " + cell(row.system()) + secondary(row) + " | "
                + cell(row.model()) + " | " + cell(row.policy()) + " | " + number(row.measuredTps()) + " | " + number(row.predictedTps()) + " | "
                + signed(row.errorPct()) + " | " + number(row.formulaTps()) + " | " + signed(row.formulaErrorPct()) + " |"));
        line("");
    }

    private void worst() {
        List<Row> worst = published.rows().stream()
                .filter(row -> row.qualifies() && size(row) > 10)
                .sorted(Comparator.comparingDouble(PublishedPage::size).reversed())
                .limit(WORST)
                .toList();
        line("## The worst, one by one");
        line("");
        for (Row row : worst) {
            String why = notes.of(row).map(note -> "**" + note.cause() + "**: " + note.why()).orElse("not explained yet");
            line("* line " + row.line() + ", " + cell(row.system()) + secondary(row) + ", " + cell(row.model()) + ", " + signed(row.errorPct()) + ": " + why);
        }
        line("");
    }

    private static String secondary(Row row) {
        return row.source().startsWith("secondary:") ? SECONDARY : "";
    }

    private static double size(Row row) {
        Double error = row.errorPct();
        return error == null ? 0 : Math.abs(error);
    }

    private void excluded() {
        line("## What rows would have had to say");
        line("");
        line("The first thing that each row lacks; some lack more.");
        line("");
        line("| rows | " + "what is missing | of |");
        line("|---|---|---|");
        for (Published.Left left : published.summary().excluded()) {
            List<String> systems = new ArrayList<>();
            published.rows().stream().filter(row -> left.reason().equals(row.excluded())).forEach(row -> {
                if (!systems.contains(row.system())) {
                    systems.add(row.system());
                }
            });
            line("| " + left.rows() + " | " + cell(left.reason()) + " | " + cell(String.join(", ", systems)) + " |");
        }
        line("");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /// A row's words must not end its cell.
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\s+", " ");
    }

    private static String pct(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }

    private static String signed(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%+.1f %%", value);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, value >= 1000 ? "%.0f" : "%.3g", value);
    }
}
