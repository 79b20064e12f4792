package nmos.reports.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.reports.chart.BreakdownChart;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.WaterfallChart;
import nmos.reports.timeline.Breakdown;
import nmos.reports.timeline.Resource;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;
import org.jspecify.annotations.Nullable;

/// What happened in single turns.
final class TurnCharts {
    private static final double MS = 1e6;
    /// After its first token a turn repeats itself: of its passes so many more are shown.
    private static final int PASSES_AFTER = 3;
    /// What is shown before the submit, as a share of what is shown after it.
    private static final double BEFORE = 0.06;

    private TurnCharts() {}

    /// What the median turn and the worst one went to, from submit to last token, in each run.
    static Shown timeWent(List<Subject> subjects) {
        String title = "The median turn and the worst";
        List<BreakdownChart.Bar> bars = new ArrayList<>();
        for (Subject subject : subjects) {
            List<Turn> turns = byLength(subject.timeline());
            String whose = subjects.size() > 1 ? subject.label() + ", " : "";
            if (!turns.isEmpty()) {
                bars.add(bar(whose + "median turn", turns.get((turns.size() - 1) / 2)));
                if (turns.size() > 1) {
                    bars.add(bar(whose + "worst turn", turns.getLast()));
                }
            }
        }
        if (bars.isEmpty()) {
            return new Shown.Missing(title, "because " + whyNoTurns(subjects));
        }
        return new Shown.Drawn(BreakdownChart.of("time-went", title, bars),
                "From submit to last token. Each moment counts once: for computing where anything is computed, else for the draft, the drive, "
                        + "a link; \u201cneither\u201d is time in which none of them worked.");
    }

    private static BreakdownChart.Bar bar(String label, Turn turn) {
        Breakdown went = turn.toEnd();
        return new BreakdownChart.Bar(label, List.of(
                new BreakdownChart.Part("computing", Ink.COMPUTE, went.computeNs() / MS),
                new BreakdownChart.Part("drafting", Ink.DRAFT, went.draftNs() / MS),
                new BreakdownChart.Part("waiting for the drive", Ink.DRIVE, went.driveNs() / MS),
                new BreakdownChart.Part("waiting for a link", Ink.LINK, went.linkNs() / MS),
                new BreakdownChart.Part("neither", Ink.REST, went.idleNs() / MS)));
    }

    private static List<Turn> byLength(@Nullable Timeline timeline) {
        return timeline == null ? List.of() : timeline.turns().stream()
                .filter(turn -> turn.over() && turn.firstNs() != null)
                .sorted(Comparator.comparingLong((Turn turn) -> turn.endNs() - turn.submitNs()).thenComparingInt(Turn::index))
                .toList();
    }

    private static String whyNoTurns(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> subject.timeline() == null ? subject.untold() : "no turn was answered")
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("there is no run");
    }

    /// The turn that is the median of the first run, and the same one in the others: who was busy when.
    static Shown waterfall(List<Subject> subjects) {
        String title = "One turn, resource by resource";
        Turn median = subjects.stream()
                .map(subject -> byLength(subject.timeline()))
                .filter(turns -> !turns.isEmpty())
                .map(turns -> turns.get((turns.size() - 1) / 2))
                .findFirst()
                .orElse(null);
        if (median == null) {
            return new Shown.Missing(title, "because " + whyNoTurns(subjects));
        }
        List<WaterfallChart.Lane> lanes = new ArrayList<>();
        List<WaterfallChart.Moment> moments = new ArrayList<>();
        long afterNs = 0;
        long wholeNs = 0;
        for (Subject subject : subjects) {
            Turn turn = same(subject.timeline(), median);
            if (turn != null) {
                afterNs = Math.max(afterNs, shownNs(subject, turn));
                wholeNs = Math.max(wholeNs, turn.endNs() - turn.submitNs());
            }
        }
        long beforeNs = (long) (afterNs * BEFORE);
        for (Subject subject : subjects) {
            Turn turn = same(subject.timeline(), median);
            Timeline timeline = subject.timeline();
            if (turn != null && timeline != null) {
                lanes(subject.label(), timeline, turn.submitNs() - beforeNs, beforeNs + afterNs, lanes);
                moments.add(new WaterfallChart.Moment("submit", Ink.TEXT, subject.label(), beforeNs, true));
                Long firstNs = turn.firstNs();
                if (firstNs != null) {
                    moments.add(new WaterfallChart.Moment("first token", Ink.TEXT, subject.label(), firstNs - turn.submitNs() + beforeNs,
                            firstNs - turn.submitNs() > afterNs * 3 / 4));
                }
            }
        }
        Chart chart = WaterfallChart.of("turn", title, lanes, moments, beforeNs + afterNs);
        String part = afterNs < wholeNs ? ", of which the first " + Numbers.time(afterNs) + " after the submit are shown" : "";
        return new Shown.Drawn(chart, "Turn " + (median.index() + 1) + " of session " + median.session() + ", the median by length in \u201c"
                + subjects.getFirst().label() + "\u201d: " + Numbers.time(wholeNs) + " from submit to last token" + part
                + ". When work began is worked out from its end and how long the device was busy with it.");
    }

    private static @Nullable Turn same(@Nullable Timeline timeline, Turn as) {
        return timeline == null ? null : timeline.turns().stream()
                .filter(turn -> turn.session() == as.session() && turn.index() == as.index())
                .findFirst()
                .orElse(null);
    }

    private static long shownNs(Subject subject, Turn turn) {
        long wholeNs = Math.max(1, turn.endNs() - turn.submitNs());
        Long firstNs = turn.firstNs();
        var summary = subject.run().summary();
        if (firstNs == null || summary == null || summary.pass() == null) {
            return wholeNs;
        }
        return Math.clamp(firstNs - turn.submitNs() + PASSES_AFTER * summary.pass().p50Ns(), 1, wholeNs);
    }

    private static void lanes(String world, Timeline timeline, long zeroNs, long untilNs, List<WaterfallChart.Lane> lanes) {
        for (Resource resource : timeline.resources()) {
            List<WaterfallChart.Span> spans = resource.spans().stream()
                    .filter(span -> span.endNs() > zeroNs && span.beginNs() < zeroNs + untilNs)
                    .map(span -> new WaterfallChart.Span(span.beginNs() - zeroNs, span.endNs() - zeroNs))
                    .toList();
            if (!spans.isEmpty()) {
                lanes.add(new WaterfallChart.Lane(Words.arrow(resource.name()), ink(resource.kind()), world, spans));
            }
        }
    }

    private static Ink ink(Resource.Kind kind) {
        return switch (kind) {
            case DRIVE -> Ink.DRIVE;
            case LINK_UP, LINK_DOWN -> Ink.LINK;
            case COMPUTE -> Ink.COMPUTE;
            case DRAFT -> Ink.DRAFT;
        };
    }
}
