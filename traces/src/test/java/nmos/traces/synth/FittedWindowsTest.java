package nmos.traces.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nmos.traces.ContentClass;
import nmos.traces.Data;
import nmos.traces.stats.Spread;
import nmos.traces.stats.StatsTally;
import nmos.traces.stats.TypingStats;
import org.junit.jupiter.api.Test;

/// Generated typing against the figures of the whole data sets: KLiCKe (4,992 sessions) and CoAuthor (830 creative and 615
/// argumentative ones, of which the figures here are the means), as computed by their own program into `typing_windows.json`,
/// `*.stats.json` and `coauthor_requests.json`.
class FittedWindowsTest {
    private static final int WITHIN = 10;
    private static final double NS_PER_MS = 1e6;
    /// Times in ms until so many characters: p10, p50, p90.
    private static final List<Window> KLICKE = List.of(
            new Window(20, 2_755, 5_803, 18_840), new Window(40, 6_845, 14_330, 43_269), new Window(80, 16_113, 33_924, 91_410));
    private static final List<Window> COAUTHOR = List.of(
            new Window(20, 2_262, 4_324, 17_275), new Window(40, 5_441, 11_296, 37_685), new Window(80, 13_266, 29_416, 68_760));

    private record Window(int characters, double p10Ms, double p50Ms, double p90Ms) {}

    /// Essays: one composition each, as long as KLiCKe's.
    private static final TypingStats ESSAYS = stats(
            new Crowd(Collections.nCopies(300, Person.COMPOSING), 1, FittedRhythm.KLICKE, ContentClass.DOCS, 2_300, 1));
    /// Sessions of CoAuthor's 14 requests.
    private static final TypingStats REQUESTS = stats(
            new Crowd(Collections.nCopies(300, Person.COMPOSING), 14, FittedRhythm.COAUTHOR, ContentClass.DOCS, 0, 1));

    @Test
    void essaysHaveTheWindowsOfKlicke() {
        agree(ESSAYS.windows(), KLICKE);
    }

    @Test
    void requestsHaveTheWindowsOfCoauthor() {
        agree(REQUESTS.streamWindows(), COAUTHOR);
    }

    @Test
    void chatPromptsHaveTheWindowsOfKlickeToo() {
        Crowd chatting = new Crowd(
                Collections.nCopies(300, Person.COMPOSING), 12, FittedRhythm.KLICKE, ContentClass.CHAT, 0, 1);
        agree(stats(chatting).windows(), KLICKE);
    }

    @Test
    void intervalsPausesAndDeletionsAreThoseOfKlicke() {
        Spread interval = ESSAYS.intervalNs();
        near(interval.p10(), 66);
        near(interval.p25(), 103);
        near(interval.p50(), 158);
        near(interval.p75(), 249);
        near(interval.p90(), 528);
        near(interval.p95(), 1_007);
        near(interval.p99(), 5_648);
        assertThat(ESSAYS.timeInPausesPpm()).isCloseTo(569_065, withinPercentage(WITHIN));
        assertThat(ESSAYS.burstChanges().p50()).isCloseTo(19, withinPercentage(2 * WITHIN));
        assertThat(ESSAYS.burstChanges().p90()).isCloseTo(89, withinPercentage(WITHIN));
        // 0.127 in the whole, 0.137 in the 199 sessions that were fitted
        assertThat(ESSAYS.deletesPpm()).isBetween(126_712L, 150_000L);
    }

    @Test
    void submitsAreThoseOfCoauthor() {
        // creative and argumentative lie this far apart: 588 and 452 ms, 11,987 and 7,776 ms
        assertThat(REQUESTS.lastKeyToSubmitNs().p50() / 1_000_000).isBetween(452L, 600L);
        assertThat(REQUESTS.lastKeyToSubmitNs().p90() / 1_000_000).isBetween(7_776L, 11_987L);
        assertThat(REQUESTS.untouchedTurnsPpm()).isBetween(100_000L, 150_000L);
    }

    @Test
    void theConstantsHereAreTheDataSetsOwn() throws IOException {
        Map<String, Double> file = Data.numbers("typing/typing_windows.json");
        for (Window window : KLICKE) {
            assertThat(window).isEqualTo(mean(file, window.characters(), "klicke"));
        }
        for (Window window : COAUTHOR) {
            Window mean = mean(file, window.characters(), "coauthor_creative", "coauthor_argumentative");
            assertThat(window.p10Ms()).isCloseTo(mean.p10Ms(), within(1.0));
            assertThat(window.p50Ms()).isCloseTo(mean.p50Ms(), within(1.0));
            assertThat(window.p90Ms()).isCloseTo(mean.p90Ms(), within(1.0));
        }
    }

    private static Window mean(Map<String, Double> file, int characters, String... sets) {
        double[] sums = new double[3];
        for (String set : sets) {
            String window = set + "." + characters;
            sums[0] += file.getOrDefault(window + ".p10", 0.0);
            sums[1] += file.getOrDefault(window + ".p50", 0.0);
            sums[2] += file.getOrDefault(window + ".p90", 0.0);
        }
        return new Window(characters, sums[0] / sets.length, sums[1] / sets.length, sums[2] / sets.length);
    }

    @Test
    void theTablesAreWhatFittingTheRecordingsAgainGives() throws IOException {
        FitTyping.tables(Data.folder()).forEach((name, table) ->
            assertThat(Table.shipped(name).text()).as(name).isEqualTo(table.text()));
    }

    private static TypingStats stats(Crowd crowd) {
        StatsTally tally = new StatsTally();
        crowd.type(tally::take);
        return tally.finish();
    }

    private static void agree(List<TypingStats.Window> windows, List<Window> expected) {
        assertThat(windows).hasSameSizeAs(expected);
        for (int i = 0; i < windows.size(); i++) {
            assertThat(windows.get(i).characters()).isEqualTo(expected.get(i).characters());
            near(windows.get(i).ns().p10(), expected.get(i).p10Ms());
            near(windows.get(i).ns().p50(), expected.get(i).p50Ms());
            near(windows.get(i).ns().p90(), expected.get(i).p90Ms());
        }
    }

    private static void near(long ns, double ms) {
        assertThat(ns / NS_PER_MS).isCloseTo(ms, withinPercentage(WITHIN));
    }
}
