package nmos.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import nmos.journal.RunReport;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.HeapCalendar;
import nmos.sim.station.Books;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Summary;
import nmos.world.metrics.Turn;
import nmos.world.report.WorldReport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What the opening comments of the lessons on sharing and on drafting during a pass say is so.
class SharedMachineLessonsTest {
    private static final Percentage TWO_PERCENT = Percentage.withPercentage(2);

    /// A run, counted turns alone.
    private record Run(SimOutcome outcome, List<Turn> turns, Summary summary) {
        /// Of one turn.
        double tokensPerSec() {
            return summary.tokensPerSecond().orElseThrow();
        }

        double totalPerSec() {
            return summary.tokensPerSecondTotal().orElseThrow();
        }

        double meanFirstTokenS() {
            return turns.stream().mapToLong(Turn::ttftVerifiedNs).average().orElseThrow() / 1e9;
        }

        double p95FirstTokenS() {
            return summary.ttftVerifiedNs().at(95).orElseThrow() / 1e9;
        }

        private LongStream turnNs() {
            return turns.stream().mapToLong(turn -> turn.ttftVerifiedNs() + turn.decodeNs());
        }

        double meanTurnS() {
            return turnNs().average().orElseThrow() / 1e9;
        }

        double slowestTurnS() {
            return turnNs().max().orElseThrow() / 1e9;
        }

        double longestGapS() {
            return turns.stream().flatMapToLong(turn -> LongStream.of(turn.itlNs())).max().orElseThrow() / 1e9;
        }

        double passS() {
            return summary.passNs().at(50).orElseThrow() / 1e9;
        }

        long passes() {
            return outcome.passes().stream().filter(Pass::decode).count();
        }

        /// Of the GPU, whole run.
        double gpuBusyS() {
            return outcome.devices().stream()
                    .filter(device -> device.name().equals("vram compute"))
                    .map(SimOutcome.Device::books)
                    .mapToLong(Books::busyNs)
                    .sum() / 1e9;
        }
    }

    private static Run run(String name, String... settings) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(name, List.of(settings)));
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.turns()).as("failed turns").allMatch(turn -> turn.failed().isEmpty());
        int replyTokens = simulation.scenario().workload().replyTokens();
        assertThat(outcome.turns()).as("tokens of each turn").allMatch(turn -> turn.tokens() == replyTokens);
        RunReport report = WorldReport.of(simulation.setting(), outcome.run(), "", null, null);
        RunReport.Bound bound = requireNonNull(report.bound());
        assertThat(requireNonNull(bound.reached()).doubleValue()).as("share of the bound").isBetween(.01, 1.0);
        return new Run(
                outcome,
                outcome.turns().stream().filter(Turn::counted).toList(),
                Summary.of(outcome.turns(), outcome.passes()));
    }

    private static Run people(String... settings) throws IOException {
        return run("07-two-people", settings);
    }

    @Test
    void whereWeightsAreStreamedASecondPersonCostsNothing() throws IOException {
        Run alone = people("workload.sessions=1");
        Run two = people();
        Run eight = people("workload.sessions=8");
        assertThat(alone.tokensPerSec()).isCloseTo(.423, TWO_PERCENT);
        assertThat(two.tokensPerSec()).isCloseTo(alone.tokensPerSec(), TWO_PERCENT);
        assertThat(eight.tokensPerSec()).isCloseTo(alone.tokensPerSec(), TWO_PERCENT);
        assertThat(two.totalPerSec()).isGreaterThan(1.8 * alone.tokensPerSec());
        assertThat(two.meanFirstTokenS()).isBetween(3.0, 4.0);
        assertThat(two.p95FirstTokenS()).isLessThan(2 * 2.4);
    }

    @Test
    void takingTurnsGivesTwoPeopleNoMoreThanOne() throws IOException {
        Run shared = people();
        Run inTurn = people("batching.kind=one-session");
        assertThat(inTurn.totalPerSec()).isCloseTo(.423, TWO_PERCENT);
        assertThat(inTurn.meanFirstTokenS()).isBetween(85.0, 100.0);
        assertThat(inTurn.meanTurnS()).isGreaterThan(1.7 * shared.meanTurnS());
    }

    @Test
    void aRowIsFreeAsLongAsReadingHidesItAndATreeUsesThatUp() throws IOException {
        String oracle = "oracle=qwen2.5-1.5b-q4_k_m";
        String all = "placement.pin.vram=all";
        String tree = "speculation.kind=tree-static";
        Run alone = people("workload.sessions=1", oracle, all);
        Run two = people(oracle, all);
        assertThat(two.tokensPerSec()).isCloseTo(alone.tokensPerSec(), TWO_PERCENT);
        Run treeAlone = people("workload.sessions=1", oracle, all, tree);
        Run twoTrees = people(oracle, all, tree);
        assertThat(twoTrees.passS()).isBetween(1.4 * treeAlone.passS(), 1.7 * treeAlone.passS());
        assertThat(twoTrees.tokensPerSec()).isLessThan(.75 * treeAlone.tokensPerSec());
        assertThat(people(tree).passS()).isCloseTo(people("workload.sessions=1", tree).passS(), TWO_PERCENT);
    }

    @Test
    void theCpuHasFewSumsToSpare() throws IOException {
        String[] hybrid = {"placement.kind=hybrid", "placement.pin.vram=all", ""};
        List<Double> total = new ArrayList<>();
        for (int people : List.of(1, 2, 4, 8)) {
            hybrid[2] = "workload.sessions=" + people;
            Run run = people(hybrid);
            total.add(run.summary().tokensPerSecondTotal().orElse(run.tokensPerSec()));
        }
        assertThat(total.get(0)).isCloseTo(4.6, TWO_PERCENT);
        assertThat(total.get(1)).isGreaterThan(1.6 * total.get(0));
        assertThat(total.get(2)).isCloseTo(9.5, TWO_PERCENT);
        assertThat(total.get(3)).isCloseTo(total.get(2), TWO_PERCENT);
    }

    private static Run six(String kind, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("workload.sessions=6", "batching.maxSessions=2", "batching.kind=" + kind));
        all.addAll(List.of(settings));
        return people(all.toArray(String[]::new));
    }

    @Test
    void noOrderMakesMoreTokensButNewcomersAreAnsweredSoonerByOne() throws IOException {
        Run fifo = six("fifo");
        Run shortest = six("shortest-remaining");
        Run clairvoyant = six("semi-clairvoyant");
        assertThat(shortest.totalPerSec()).isCloseTo(fifo.totalPerSec(), TWO_PERCENT);
        assertThat(clairvoyant.totalPerSec()).isCloseTo(fifo.totalPerSec(), TWO_PERCENT);
        assertThat(fifo.meanFirstTokenS()).isBetween(13.0, 15.0);
        assertThat(clairvoyant.meanFirstTokenS()).isBetween(4.0, 5.0);
        assertThat(fifo.totalPerSec()).isGreaterThan(1.7 * six("one-session").totalPerSec());
    }

    @Test
    void nobodyWaitsLongerThanPatience() throws IOException {
        // Passed over four times, then at most two passes for those who have waited as long; 2.4 s each.
        double most = (4 + 2) * 2.4;
        for (String kind : List.of("fifo", "shortest-remaining", "semi-clairvoyant")) {
            assertThat(six(kind).longestGapS()).as(kind).isLessThan(most);
            assertThat(six(kind, "speculation.kind=tree-adaptive").longestGapS()).as(kind).isLessThan(most);
        }
        // Trees that fill a pass leave no rows for a prompt, but not for long.
        Run crowded = run(
                "07-two-people",
                "batching.maxRows=8",
                "workload.promptTokens=8",
                "speculation.kind=chain",
                "speculation.k=8",
                "batching.patience=2");
        assertThat(crowded.outcome().turns()).allMatch(turn -> turn.ttftVerifiedNs() < (2 + 3) * 2_400_000_000L);
        Run patient = six("fifo", "batching.patience=1000000");
        assertThat(patient.meanFirstTokenS()).isBetween(195.0, 215.0);
        assertThat(six("shortest-remaining", "batching.patience=1000000").meanFirstTokenS())
                .isEqualTo(patient.meanFirstTokenS());
    }

    @Test
    void knowingWhoIsFastShortensTheMeanAndLengthensTheSlowest() throws IOException {
        Run fifo = six("fifo", "batching.patience=1000000", "speculation.kind=tree-adaptive");
        Run clairvoyant = six("semi-clairvoyant", "batching.patience=1000000", "speculation.kind=tree-adaptive");
        assertThat(clairvoyant.meanTurnS()).isLessThan(.75 * fifo.meanTurnS());
        assertThat(clairvoyant.slowestTurnS()).isGreaterThan(2 * fifo.slowestTurnS());
    }

    private static Run draft(String... settings) throws IOException {
        return run("09-draft-while-waiting", settings);
    }

    @Test
    void draftingDuringThePassGainsWhereGuessesAreGoodAndDevicesTwo() throws IOException {
        Run after = draft("speculation.whilePass=false");
        Run during = draft();
        assertThat(after.tokensPerSec()).isCloseTo(29.7, TWO_PERCENT);
        assertThat(during.tokensPerSec()).isCloseTo(36.9, TWO_PERCENT);
        assertThat(during.summary().tokens()).isEqualTo(after.summary().tokens());
        assertThat(during.passes()).as("the same trees are verified").isEqualTo(after.passes());
        assertThat(during.summary().tauMean()).isEqualTo(after.summary().tauMean());
    }

    @Test
    void whereGuessesAreBadItGainsNothingAndTheGpuWorksTwice() throws IOException {
        Run after = draft("acceptance.probabilities=[.3]", "speculation.whilePass=false");
        Run during = draft("acceptance.probabilities=[.3]");
        assertThat(during.tokensPerSec()).isCloseTo(after.tokensPerSec(), TWO_PERCENT);
        assertThat(during.gpuBusyS()).isGreaterThan(1.6 * after.gpuBusyS());
        assertThat(during.summary().tokens()).isEqualTo(after.summary().tokens());
    }

    @Test
    void whereDraftAndOracleShareADeviceItLoses() throws IOException {
        for (String probabilities : List.of("acceptance.probabilities=[.9]", "acceptance.probabilities=[.3]")) {
            Run after = draft("placement.kind=pinned", "speculation.k=16", probabilities, "speculation.whilePass=false");
            Run during = draft("placement.kind=pinned", "speculation.k=16", probabilities);
            assertThat(during.tokensPerSec()).isBetween(.75 * after.tokensPerSec(), .85 * after.tokensPerSec());
            assertThat(during.summary().tokens()).isEqualTo(after.summary().tokens());
        }
    }
}
