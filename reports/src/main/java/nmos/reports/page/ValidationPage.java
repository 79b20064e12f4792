package nmos.reports.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import nmos.journal.RunReport.Kind;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.ScatterChart;
import nmos.reports.chart.Table;
import nmos.reports.page.RunCharts.Group;
import nmos.reports.run.Run;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// A prediction beside its measurement: the page, and the runs that it shows by themselves.
record ValidationPage(Page page, List<Subject> subjects) {
    private static final double MS = 1e6;

    static ValidationPage of(Validation validation, Path folder) throws IOException {
        List<Run> simulated = runs(folder, validation.simulatedRuns());
        List<Run> measured = runs(folder, validation.measuredRuns());
        Page page = new Page(validation.scenario());
        SequencedSet<String> labels = new LinkedHashSet<>(List.of("simulated", measured.isEmpty() ? "measured" : Subject.world(measured.getFirst().kind())));
        List<Subject> subjects = new ArrayList<>();
        if (!simulated.isEmpty()) {
            subjects.add(Subject.of("simulated", Ink.SIMULATED, simulated.getFirst()));
        }
        if (!measured.isEmpty()) {
            subjects.add(Subject.of(Subject.world(measured.getFirst().kind()), Ink.MEASURED, measured.getFirst()));
        }
        subjects.forEach(subject -> labels.addAll(subject.labels()));
        List<String> more = new ArrayList<>();
        String dominates = validation.dominates();
        if (dominates != null) {
            more.add("First difference found: " + dominates);
        }
        more.add(acceptance(validation));
        more.addAll(RunsPage.caution(subjects));
        validation.unsound().forEach(fault -> more.add("No fair pair: " + fault));
        validation.warnings().forEach(warning -> more.add("Warning: " + warning));
        page.head(List.copyOf(labels), verdict(validation), more);
        provenance(page, validation, subjects);
        page.section("figures", "Simulated beside measured").table(figures(validation.figures())).text(
                "Error: the median simulated less the median measured. Noise: half the range of the measurements; of a single one nobody knows it. "
                        + "Fitted: something of this very measurement was given to the simulator, so that agreement says less.").end();
        List<Group> groups = new ArrayList<>();
        if (!simulated.isEmpty()) {
            groups.add(new Group("simulated", Ink.SIMULATED, simulated));
        }
        if (!measured.isEmpty()) {
            groups.add(new Group(Subject.world(measured.getFirst().kind()), Ink.MEASURED, measured));
        }
        RunsPage.charts(page, subjects, groups, List.of(scatter(simulated, measured)));
        List<Run> all = new ArrayList<>(simulated);
        all.addAll(measured);
        return new ValidationPage(RunsPage.limits(page, all, validation.notCovered()), subjects);
    }

    private static List<Run> runs(Path folder, List<String> names) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (String name : names) {
            runs.add(Run.read(inside(folder, name)));
        }
        return runs;
    }

    /// Runs lie in the folder of their validation; a file from elsewhere may not have others read.
    private static Path inside(Path folder, String name) throws IOException {
        Path run = name.indexOf('\0') < 0 ? folder.resolve(name).normalize() : folder;
        if (name.isBlank() || Path.of(name).isAbsolute() || !run.startsWith(folder.normalize()) || run.equals(folder.normalize())) {
            throw new IOException(folder + ": names the run '" + name + "', which is not a folder in it");
        }
        return run;
    }

    static String verdict(Validation validation) {
        StringBuilder text = new StringBuilder();
        say(text, "Simulated tokens/s", validation.figure(Validation.TOKENS_PER_SECOND));
        say(text, text.isEmpty() ? "Simulated time to first token (p50)" : "time to first token (p50)", validation.figure(Validation.TTFT));
        text.append(text.isEmpty() ? "Neither tokens/s nor time to first token was compared." : ".");
        if (validation.missing().size() == 1) {
            text.append(" Not compared: ").append(validation.missing().getFirst()).append('.');
        }
        if (!validation.unsound().isEmpty()) {
            text.append(" The runs are no fair pair: ").append(String.join("; ", validation.unsound())).append('.');
        }
        Double asked = validation.maxErrorShare();
        if (asked != null) {
            text.append(validation.withinMaxError() ? " Within the " : " Past the ").append(Numbers.percent(asked)).append(" asked for.");
        }
        return text.toString();
    }

    private static void say(StringBuilder text, String what, @Nullable Figure figure) {
        if (figure != null) {
            text.append(text.isEmpty() ? "" : "; ").append(what).append(" is ").append(Words.beside(figure.errorShare())).append(" measured (noise ")
                    .append(noise(figure)).append(figure.origin() == Figure.Origin.FITTED ? ", fitted)" : ")");
        }
    }

    private static String noise(Figure figure) {
        if (figure.measured().size() < 2) {
            return "unknown";
        }
        return figure.measuredMedian() == 0 ? "\u00b1" + Numbers.of(figure.noise()) : "\u00b1" + Numbers.percent(figure.noise() / Math.abs(figure.measuredMedian()));
    }

    private static String acceptance(Validation validation) {
        return switch (validation.acceptance()) {
            case NONE -> "Nothing was guessed ahead.";
            case PREDICTED -> "Which guesses are right was predicted, from the scenario or from other text.";
            case REPLAYED -> "Which guesses are right was taken from what a run accepted, the measured one or that of a tape: all figures are fitted, not predicted.";
        };
    }

    private static void provenance(Page page, Validation validation, List<Subject> subjects) {
        Validation.Host host = validation.host();
        List<List<String>> facts = new ArrayList<>(List.of(
                List.of("scenario", validation.scenario()),
                List.of("changed of it", validation.settings().isEmpty() ? "nothing" : String.join(", ", validation.settings())),
                List.of("machine that was simulated", validation.machine()),
                List.of("measured on", host.processor() + ", " + host.cores() + " cores, " + host.system()),
                List.of("measured at", host.measuredAt()),
                List.of("files", host.io()),
                List.of("threads that compute", Integer.toString(host.threads())),
                List.of("repetitions", Integer.toString(validation.measuredRuns().size()))));
        subjects.stream().findFirst().ifPresent(subject -> {
            facts.add(List.of("seed", Long.toString(subject.run().seed())));
            facts.add(List.of("policy", subject.run().policyHash().substring(0, Math.min(16, subject.run().policyHash().length()))));
        });
        page.section("provenance", "What was run").facts(facts);
        if (!host.floors().isEmpty()) {
            page.table(Table.of("What drive, memory and processor did on their own, before and after", List.of(Table.Column.text("what"),
                            Table.Column.number("before"), Table.Column.number("after"), Table.Column.number("held to"), Table.Column.number("by the machine file")),
                    host.floors().stream().map(floor -> List.of(floor.what(), Numbers.bytes(floor.beforeBytesPerSec()) + "/s",
                            Numbers.bytes(floor.afterBytesPerSec()) + "/s",
                            perSec(floor.pacedBytesPerSec()), perSec(floor.saidBytesPerSec()))).toList()));
        }
        page.text("To make it again:").code(validation.command());
        if (!subjects.isEmpty()) {
            page.folded("Knobs of the policy", RunsPage.knobs(subjects.getFirst().run()));
        }
        page.end();
    }

    private static String perSec(@Nullable Double bytes) {
        return bytes == null ? "" : Numbers.bytes(bytes) + "/s";
    }

    static Table figures(List<Figure> figures) {
        List<Table.Column> columns = List.of(Table.Column.text("figure"), Table.Column.text("unit"), Table.Column.number("simulated"),
                Table.Column.number("measured"), Table.Column.number("error"), Table.Column.number("in %"), Table.Column.number("noise, \u00b1"),
                Table.Column.number("noise in %"), Table.Column.text("origin"));
        return Table.of("Medians over the repetitions", columns, figures.stream().map(figure -> List.of(
                figure.name(),
                figure.unit().label,
                Numbers.of(figure.simulatedMedian()),
                Numbers.of(figure.measuredMedian()),
                Numbers.signed(figure.error()),
                Numbers.signedPercent(figure.errorShare()),
                figure.measured().size() < 2 ? "unknown" : Numbers.of(figure.noise()),
                figure.measured().size() < 2 || figure.measuredMedian() == 0 ? "" : Numbers.percent(figure.noise() / Math.abs(figure.measuredMedian())),
                figure.origin() == Figure.Origin.FITTED ? "fitted" : "predicted")).toList());
    }

    /// Turn by turn, and repetition by repetition.
    private static Shown scatter(List<Run> simulated, List<Run> measured) {
        String title = "Time to first token, turn by turn";
        List<ScatterChart.Pair> pairs = new ArrayList<>();
        for (int r = 0; r < Math.min(simulated.size(), measured.size()); r++) {
            int turns = Math.min(simulated.get(r).turns().size(), measured.get(r).turns().size());
            for (int t = 0; t < turns; t++) {
                Long one = simulated.get(r).turns().get(t).ttftVerifiedNs();
                Long other = measured.get(r).turns().get(t).ttftVerifiedNs();
                if (one != null && other != null) {
                    pairs.add(new ScatterChart.Pair("repetition " + (r + 1) + ", turn " + (t + 1), one / MS, other / MS));
                }
            }
        }
        boolean paced = !measured.isEmpty() && measured.getFirst().kind() == Kind.PACED;
        return pairs.isEmpty()
                ? new Shown.Missing(title, "because no turn was answered in both worlds")
                : new Shown.Drawn(ScatterChart.of("scatter", title, "ms", pairs), paced ? "\u201cMeasured\u201d is a paced run here." : "");
    }
}
