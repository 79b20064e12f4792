package nmos.traces.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import nmos.traces.Data;
import nmos.traces.TraceEvent;
import nmos.traces.file.TraceReader;
import nmos.traces.stats.Spread;
import nmos.traces.stats.StatsTally;
import nmos.traces.stats.TypingStats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Statistics of what is imported against those computed by another program. Its figures are of the whole data sets, the recordings here
/// of a part of them (199 of 4,992 sessions, 426 of 830, 302 of 615), hence the allowance.
class RecordedDataTest {
    private static final int MS = 1_000_000;
    private static final int WITHIN = 12;
    /// Each takes seconds to read.
    private static final Map<String, TypingStats> READ = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "klicke, klicke, klicke", "coauthor-creative, coauthor_creative, coauthor_creative",
        "coauthor-argumentative, coauthor_argumentative, coauthor_argumentative",
    })
    void statisticsAreThoseOfTheDataSets(String recording, String statistics, String windows) throws IOException {
        TypingStats stats = stats(recording);
        Map<String, Double> whole = Data.numbers("typing/" + statistics + ".stats.json");
        Spread interval = stats.intervalNs();
        near(interval.p10(), whole, "iki_ms.p10", MS);
        near(interval.p25(), whole, "iki_ms.p25", MS);
        near(interval.p50(), whole, "iki_ms.p50", MS);
        near(interval.p75(), whole, "iki_ms.p75", MS);
        near(interval.p90(), whole, "iki_ms.p90", MS);
        near(interval.p95(), whole, "iki_ms.p95", MS);
        near(interval.p99(), whole, "iki_ms.p99", MS);
        near(stats.meanIntervalNs(), whole, "iki_ms.mean", MS);
        near(stats.timeInPausesPpm(), whole, "time_share_in_pauses_ge_2s", 1e6);
        near(stats.burstChanges().p50(), whole, "burst_chars_between_2s_pauses.p50", 1);
        near(stats.burstChanges().p90(), whole, "burst_chars_between_2s_pauses.p90", 1);
        near(stats.deletesPpm(), whole, "delete_share_of_keys.pooled", 1e6);
        near(stats.deletesPpmBySession().p50(), whole, "delete_share_of_keys.p50", 1e6);
        near(stats.netCharsPerMinute().p50(), whole, "wpm_net_incl_pauses.p50", 5);
        near(stats.netCharsPerMinute().p90(), whole, "wpm_net_incl_pauses.p90", 5);
        near(stats.netCharsPerMinuteWithoutPauses().p50(), whole, "wpm_net_excl_pauses_ge_2s.p50", 5);
        for (TypingStats.Above above : stats.intervalsAbove()) {
            if (above.ns() <= 10_000L * MS) {
                near(above.ppm(), whole, "frac_iki_gt." + above.ns() / MS, 1e6);
            }
        }
        Map<String, Double> until = Data.numbers("typing/typing_windows.json");
        for (TypingStats.Window window : stats.streamWindows()) {
            String field = windows + "." + window.characters() + ".";
            near(window.ns().p5(), until, field + "p5", MS);
            near(window.ns().p10(), until, field + "p10", MS);
            near(window.ns().p25(), until, field + "p25", MS);
            near(window.ns().p50(), until, field + "p50", MS);
            near(window.ns().p75(), until, field + "p75", MS);
            near(window.ns().p90(), until, field + "p90", MS);
            near(window.ns().p95(), until, field + "p95", MS);
        }
    }

    @ParameterizedTest
    @CsvSource({"coauthor-creative, coauthor_creative", "coauthor-argumentative, coauthor_argumentative"})
    void requestsComeAsSoonAfterTheLastKey(String recording, String set) throws IOException {
        Spread delay = stats(recording).lastKeyToSubmitNs();
        Map<String, Double> whole = Data.numbers("typing/coauthor_requests.json");
        near(delay.p10(), whole, set + ".ms_last_key_to_request.p10", MS);
        near(delay.p50(), whole, set + ".ms_last_key_to_request.p50", MS);
        near(delay.p90(), whole, set + ".ms_last_key_to_request.p90", MS);
    }

    private static TypingStats stats(String recording) throws IOException {
        TypingStats known = READ.get(recording);
        if (known == null) {
            known = read(recording);
            READ.put(recording, known);
        }
        return known;
    }

    private static TypingStats read(String recording) throws IOException {
        ByteArrayOutputStream trace = new ByteArrayOutputStream();
        TraceImport.run(Data.file("typing/" + recording + ".tsv.gz"), RecordingFormat.COMPACT, ImportOptions.WHOLE, trace);
        StatsTally tally = new StatsTally();
        try (TraceReader reader = TraceReader.of(recording, new ByteArrayInputStream(trace.toByteArray()))) {
            for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
                tally.take(event);
            }
        }
        return tally.finish();
    }

    private static void near(long ours, Map<String, Double> theirs, String field, double scale) {
        assertThat(theirs).containsKey(field);
        assertThat(ours / scale).as(field).isCloseTo(theirs.getOrDefault(field, 0.0), withinPercentage(WITHIN));
    }
}
