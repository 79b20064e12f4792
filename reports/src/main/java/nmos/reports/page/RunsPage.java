package nmos.reports.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import nmos.journal.RunReport;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.Table;
import nmos.reports.page.RunCharts.Group;
import nmos.reports.run.Run;

/// A run by itself, or two of them compared.
final class RunsPage {
    /// Of the policy’s hash so much is enough to tell two apart; all of it is among the knobs.
    private static final int HASH = 16;

    private RunsPage() {}

    static Page of(Subject subject) {
        Run run = subject.run();
        Page page = new Page(run.scenario());
        page.head(subject.labels(), verdict(subject), caution(List.of(subject)));
        page.section("provenance", "What was run").facts(facts(run)).text("To make it again, in the run’s folder:").code(command(run));
        page.folded("Knobs of the policy", knobs(run)).end();
        page.section("figures", "Figures").facts(Measures.headline(run)).table(Measures.latency(run))
                .folded("All figures", Measures.table(run)).end();
        List<Subject> subjects = List.of(subject);
        charts(page, subjects, List.of(new Group(subject.label(), subject.ink(), List.of(run))), List.of());
        return limits(page, List.of(run), List.of());
    }

    static Page of(Subject first, Subject second) {
        Page page = new Page(first.run().scenario().equals(second.run().scenario())
                ? first.run().scenario() : first.run().scenario() + " and " + second.run().scenario());
        SequencedSet<String> labels = new LinkedHashSet<>(first.labels());
        labels.addAll(second.labels());
        page.head(List.copyOf(labels), compared(first, second), caution(List.of(first, second)));
        page.section("figures", "Differences").table(Measures.headline(first, second))
                .folded("All figures, compared", Measures.table(first, second)).end();
        page.section("provenance", "What was run").table(provenance(first, second));
        page.text("To make them again, each in its run’s folder:").code(command(first.run()) + "\n" + command(second.run()));
        page.folded("Knobs of the policy, where they differ", knobs(first, second)).end();
        List<Subject> subjects = List.of(first, second);
        charts(page, subjects, subjects.stream().map(each -> new Group(each.label(), each.ink(), List.of(each.run()))).toList(), List.of());
        return limits(page, List.of(first.run(), second.run()), List.of());
    }

    /// All that is drawn of runs; `scatter` is there where they are the two worlds of a validation.
    static void charts(Page page, List<Subject> subjects, List<Group> groups, List<Shown> scatter) {
        page.section("time", "Where the time went").charts(List.of(TurnCharts.timeWent(subjects), TurnCharts.waterfall(subjects))).end();
        List<Shown> latency = new ArrayList<>(scatter);
        latency.add(RunCharts.firstTokens(groups));
        latency.add(RunCharts.betweenTokens(groups));
        page.section("latency", "Latency").charts(latency).end();
        List<Shown> resources = new ArrayList<>(List.of(RunCharts.roofline(subjects), new Shown.Listed(RunCharts.resources(subjects))));
        for (int i = 0; i < subjects.size(); i++) {
            resources.add(RunCharts.occupancy(subjects.get(i), "memory-" + (i + 1), subjects.size() > 1));
        }
        page.section("resources", "Resources").charts(resources).end();
        page.section("speculation", "Speculation").charts(List.of(RunCharts.depths(groups), RunCharts.tau(groups))).end();
    }

    private static String verdict(Subject subject) {
        Run run = subject.run();
        RunReport.Summary summary = run.summary();
        RunReport.Bound bound = run.bound();
        StringBuilder text = new StringBuilder();
        if (summary == null || summary.tokensPerSecond() == null) {
            text.append("No turn gave more than one token.");
        } else {
            text.append(Numbers.brief(summary.tokensPerSecond().doubleValue())).append(" tokens/s decoding, ").append(Subject.world(run.kind())).append('.');
        }
        if (summary != null && summary.ttftVerified() != null) {
            text.append(" The first token comes after ").append(Numbers.time(summary.ttftVerified().p50Ns())).append(" (p50).");
        }
        if (bound != null) {
            BigDecimal reached = bound.reached();
            text.append(" What sets the limit is ").append(Words.arrow(bound.limitedBy())).append(": physics allows ")
                    .append(Numbers.brief(bound.tokensPerSecond().doubleValue())).append(" tokens/s");
            text.append(reached == null ? "." : ", of which " + Numbers.percent(reached.doubleValue()) + " were reached.");
        }
        return text.toString();
    }

    private static String compared(Subject first, Subject second) {
        SequencedMap<String, Double> one = Measures.of(first.run());
        SequencedMap<String, Double> other = Measures.of(second.run());
        StringBuilder text = new StringBuilder();
        for (String name : List.of(Measures.TOKENS_PER_SECOND, Measures.TTFT)) {
            Double a = one.get(name);
            Double b = other.get(name);
            if (a != null && b != null && a != 0) {
                String what = name.equals(Measures.TTFT) ? " time to first token (p50)" : " tokens/s";
                text.append(text.isEmpty() ? "" : "; ").append(whose(second)).append(what).append(" is ").append(Words.beside(b / a - 1)).append(' ')
                        .append(whose(first)).append(" (").append(Numbers.brief(b)).append(" against ").append(Numbers.brief(a))
                        .append(name.equals(Measures.TTFT) ? " ms)" : ")");
            }
        }
        return text.isEmpty() ? "The two runs share no figure." : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /// Runs of one world are told apart by their order.
    private static String whose(Subject subject) {
        return subject.label().equals(Subject.world(subject.run().kind())) ? subject.label() : "the " + subject.label() + " run’s";
    }

    /// What makes figures mean less than they seem to.
    static List<String> caution(List<Subject> subjects) {
        SequencedSet<String> lines = new LinkedHashSet<>();
        for (Subject subject : subjects) {
            Run run = subject.run();
            if (!run.complete()) {
                lines.add("The run " + (subjects.size() > 1 ? "\u201c" + subject.label() + "\u201d " : "") + "was cut short: figures are of what there was.");
            }
            if (run.kind() == RunReport.Kind.PACED) {
                lines.add("Paced: devices are threads that take the modelled time; no model was run.");
            }
            if (subject.timeline() != null && subject.timeline().torn()) {
                lines.add("The journal stops without its end, as that of a run that was killed does.");
            }
        }
        return List.copyOf(lines);
    }

    private static List<List<String>> facts(Run run) {
        List<List<String>> facts = new ArrayList<>(List.of(
                List.of("world", Subject.world(run.kind())),
                List.of("scenario", run.scenario()),
                List.of("seed", Long.toString(run.seed())),
                List.of("machine", run.machine()),
                List.of("policy", run.policyHash().substring(0, Math.min(HASH, run.policyHash().length())))));
        RunReport.CarriedOut how = run.carriedOut();
        if (how != null) {
            facts.add(List.of("computed by", how.device() + ", " + how.threads() + (how.threads() == 1 ? " thread" : " threads")));
            RunReport.Vram vram = how.vram();
            if (vram != null) {
                facts.add(List.of("memory of " + vram.device(), "at most " + Numbers.bytes(vram.highWaterBytes()) + " in use of "
                        + Numbers.bytes(vram.budgetBytes()) + ", by the driver's count " + Numbers.bytes(vram.measuredBytes())));
            }
            facts.add(List.of("files", how.io()));
            facts.add(List.of("tokens chosen", how.sampling()));
            facts.add(List.of("typed text", how.madeUpText() ? "some of it is text that nobody wrote" : "as it was recorded"));
            facts.add(List.of("host and date", "a run does not record them"));
        }
        facts.add(List.of("weights read in a pass", Numbers.bytes(run.passBytes())));
        return facts;
    }

    private static Table provenance(Subject first, Subject second) {
        List<List<String>> one = facts(first.run());
        List<List<String>> other = facts(second.run());
        SequencedSet<String> names = new LinkedHashSet<>();
        one.forEach(fact -> names.add(fact.getFirst()));
        other.forEach(fact -> names.add(fact.getFirst()));
        return Table.of("Both runs", List.of(Table.Column.text(""), Table.Column.text(first.label()), Table.Column.text(second.label())),
                names.stream().map(name -> List.of(name, value(one, name), value(other, name))).toList());
    }

    private static String value(List<List<String>> facts, String name) {
        return facts.stream().filter(fact -> fact.getFirst().equals(name)).map(fact -> fact.get(1)).findFirst().orElse("");
    }

    static Table knobs(Run run) {
        return Table.of("Knobs", List.of(Table.Column.text("knob"), Table.Column.text("value")),
                Stream.concat(Stream.of(List.of("hash of the policy", run.policyHash())),
                        run.knobs().entrySet().stream().map(knob -> List.of(knob.getKey(), knob.getValue()))).toList());
    }

    private static Table knobs(Subject first, Subject second) {
        SequencedSet<String> names = new LinkedHashSet<>(first.run().knobs().keySet());
        names.addAll(second.run().knobs().keySet());
        Map<String, String> one = first.run().knobs();
        Map<String, String> other = second.run().knobs();
        return Table.of("Knobs that differ", List.of(Table.Column.text("knob"), Table.Column.text(first.label()), Table.Column.text(second.label())),
                names.stream()
                        .filter(name -> !one.getOrDefault(name, "").equals(other.getOrDefault(name, "")))
                        .map(name -> List.of(name, one.getOrDefault(name, ""), other.getOrDefault(name, "")))
                        .toList());
    }

    private static String command(Run run) {
        String seed = " --seed " + run.seed();
        return switch (run.kind()) {
            case SIMULATED -> "nmos simulate scenario.yaml" + seed;
            case PACED -> "nmos live scenario.yaml --paced" + seed;
            case MEASURED -> "nmos live scenario.yaml --oracle FILE.gguf" + seed;
        };
    }

    /// The end of every page: what it does not cover.
    static Page limits(Page page, List<Run> runs, List<String> more) {
        SequencedSet<String> lines = new LinkedHashSet<>(more);
        runs.forEach(run -> lines.addAll(run.notCovered()));
        page.section("limits", "What this does not cover");
        if (lines.isEmpty()) {
            page.text("The run names nothing.");
        } else {
            page.lines(List.copyOf(lines));
        }
        return page.end();
    }
}
