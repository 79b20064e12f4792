package nmos.notebooks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import nmos.journal.RunReport;
import nmos.reports.chart.BreakdownChart;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.ScatterChart;
import nmos.reports.run.Run;
import nmos.reports.timeline.Breakdown;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;

/// Charts of runs, as reports draw them.
public final class Charts {
    private static final double MS = 1e6;

    private Charts() {}

    /// What the turn of median length went to in each run, from its submit to its last token.
    ///
    /// @throws IOException where a run has no journal, or no turn of it was answered
    public static Chart timeWent(String title, SequencedMap<String, Run> runs) throws IOException {
        List<BreakdownChart.Bar> bars = new ArrayList<>();
        for (Map.Entry<String, Run> run : runs.entrySet()) {
            Breakdown went = median(run.getValue()).toEnd();
            bars.add(new BreakdownChart.Bar(run.getKey(), List.of(
                    new BreakdownChart.Part("computing", Ink.COMPUTE, went.computeNs() / MS),
                    new BreakdownChart.Part("drafting", Ink.DRAFT, went.draftNs() / MS),
                    new BreakdownChart.Part("waiting for the drive", Ink.DRIVE, went.driveNs() / MS),
                    new BreakdownChart.Part("waiting for a link", Ink.LINK, went.linkNs() / MS),
                    new BreakdownChart.Part("none of these", Ink.REST, went.idleNs() / MS))));
        }
        return BreakdownChart.of("time-went", title, bars);
    }

    private static Turn median(Run run) throws IOException {
        List<Turn> turns = Timeline.of(run).turns().stream()
                .filter(turn -> turn.over() && turn.firstNs() != null)
                .sorted(Comparator.comparingLong((Turn turn) -> turn.endNs() - turn.submitNs()).thenComparingInt(Turn::index))
                .toList();
        if (turns.isEmpty()) {
            throw new IOException(run.folder() + ": no turn of this run was answered");
        }
        return turns.get((turns.size() - 1) / 2);
    }

    /// Time to the first token, turn by turn and repetition by repetition: what lies on the diagonal was predicted.
    public static Chart firstTokens(List<Run> simulated, List<Run> measured) {
        List<ScatterChart.Pair> pairs = new ArrayList<>();
        for (int r = 0; r < Math.min(simulated.size(), measured.size()); r++) {
            List<RunReport.Turn> predicted = simulated.get(r).turns();
            List<RunReport.Turn> happened = measured.get(r).turns();
            for (int t = 0; t < Math.min(predicted.size(), happened.size()); t++) {
                Long one = predicted.get(t).ttftVerifiedNs();
                Long other = happened.get(t).ttftVerifiedNs();
                if (one != null && other != null) {
                    pairs.add(new ScatterChart.Pair("repetition " + (r + 1) + ", turn " + (t + 1), one / MS, other / MS));
                }
            }
        }
        return ScatterChart.of("first-tokens", "Time to first token, turn by turn", "ms", pairs);
    }
}
