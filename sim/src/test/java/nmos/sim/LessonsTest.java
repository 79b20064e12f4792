package nmos.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.claim.Claim;
import nmos.scenarios.claim.ClaimCheck;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.metrics.Summary;
import nmos.world.metrics.Turn;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What the opening comments of the first lessons say is so. The flagship has a test of its own.
class LessonsTest {
    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    static SimOutcome run(String name, String... settings) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(name, List.of(settings)));
        SimOutcome outcome = simulation.play(0, DsolCalendar.create(), simulation.policy());
        assertThat(outcome.complete()).isTrue();
        return outcome;
    }

    private static double firstTokenS(SimOutcome outcome, int turn) {
        return outcome.turns().get(turn).ttftVerifiedNs() / 1e9;
    }

    @Test
    void theClaimHoldsUnderItsOwnAssumptionsAloneAndTheRestOfItBreaks() {
        Scenario scenario = ScenarioLoader.load("00-the-claim", List.of());
        Claim claim = requireNonNull(scenario.claim());
        List<ClaimCheck.Line> lines = ClaimCheck.of(claim, scenario.machine(), scenario.oracle()).lines();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0).holds()).isTrue();
        assertThat(lines.subList(1, 5)).noneMatch(ClaimCheck.Line::holds);
        assertThat(lines.get(0).truth()).contains("61.5 ms/token");
        assertThat(lines.get(1).truth()).contains("37.157 GB").contains("325 MB");
        assertThat(lines.get(2).truth()).contains("0.54 GB/s").contains("2.36 GB/s");
        assertThat(lines.get(3).stated()).contains("9.75");
        assertThat(lines.get(3).truth()).contains("2.85 tokens");
    }

    @Test
    void simulatedTheClaimsMachineIsNearTheCorrectedFigureAndNowhereNearTheClaim() throws IOException {
        SimOutcome outcome = run("00-the-claim", "workload.turns=4", "workload.replyTokens=200");
        double tau = Summary.of(outcome.turns(), outcome.passes()).tauMean().orElseThrow();
        double tokensPerSecond = Summary.of(outcome.turns(), outcome.passes()).tokensPerSecond().orElseThrow();
        assertThat(tau).isCloseTo(2.85, Percentage.withPercentage(15));
        assertThat(1 / tokensPerSecond).isBetween(15.74 / tau, 15.74 / tau * 1.1);
    }

    @Test
    void theFirstTokenWaitsForEveryByteColdAndForWhatMemoryLacksWarm() throws IOException {
        SimOutcome outcome = run("01-first-token");
        assertThat(firstTokenS(outcome, 0)).isCloseTo(37.157 / 2.36, ONE_PERCENT);
        assertThat(firstTokenS(outcome, 1)).isCloseTo((37.157 - 11 - 1.355) / 2.36, ONE_PERCENT);
    }

    @Test
    void aLongPromptIsHeldUpByWhatTheCpuComputesAndPinnedIsNot() throws IOException {
        assertThat(firstTokenS(run("01-first-token", "workload.promptTokens=256"), 1)).isBetween(15.0, 16.5);
        assertThat(firstTokenS(run("01-first-token", "workload.promptTokens=256", "placement.kind=pinned"), 1))
                .isCloseTo(11.0, ONE_PERCENT);
    }

    private static double passS(SimOutcome outcome) {
        return Summary.of(outcome.turns(), outcome.passes()).passNs().at(50).orElseThrow() / 1e9;
    }

    @Test
    void aLongContextMovesOverTheLinkInEveryPassAndFoldingItSparesThat() throws IOException {
        SimOutcome lru = run("08-long-context", "workload.replyTokens=24");
        // 17,700 tokens of 36 KiB do not fit, at 3.2 GB/s, and the layers read the whole context beside that
        assertThat(passS(lru)).isBetween(17_700 * 36_864 / 3.2e9, 1.25 * 17_700 * 36_864 / 3.2e9);
        assertThat(lru.ledger().pages().use().foldedTokens()).isZero();
        SimOutcome h2o = run("08-long-context", "workload.replyTokens=24", "kv.policy=h2o");
        assertThat(passS(h2o)).isLessThan(passS(lru) / 5);
        assertThat(h2o.ledger().pages().use().upBytes(1)).isZero();
        assertThat(h2o.ledger().pages().use().foldedTokens()).isGreaterThan(20_000);
        assertThat(h2o.run().attentionLostPpm().orElseThrow()).isBetween(100_000L, 250_000L);
    }

    @Test
    void smallPagesPayForEveryTransferAndLargeOnesInMemory() throws IOException {
        SimOutcome small = run("08-long-context", "workload.replyTokens=8", "kv.pageBytes=1 MiB");
        SimOutcome large = run("08-long-context", "workload.replyTokens=8", "kv.pageBytes=64 MiB");
        assertThat(passS(small)).isGreaterThan(passS(large) * 1.3);
        assertThat(large.ledger().pages().use().fragmentationPpm())
                .isGreaterThan(10 * small.ledger().pages().use().fragmentationPpm());
    }

    @Test
    void roomForMoreKvIsNoGainWhereItPushesLayersOut() throws IOException {
        SimOutcome more = run("08-long-context", "workload.replyTokens=24", "kv.residentTokens=16384");
        assertThat(passS(more)).isCloseTo(passS(run("08-long-context", "workload.replyTokens=24")), Percentage.withPercentage(10));
    }

    @Test
    void everyMachineRunsTheFlagship() throws IOException {
        for (String machine : List.of("laptop-rtx2050-32gb", "laptop-cxl", "h200")) {
            SimOutcome outcome = run(
                    "02-72b-on-4gb", "machine=" + machine, "placement.pin.ram=all", "workload.turns=2", "workload.replyTokens=4");
            assertThat(outcome.turns()).as(machine).allMatch(turn -> turn.failed().isEmpty());
        }
        SimOutcome small = run(
                "02-72b-on-4gb",
                "machine=laptop-rtx2050-8gb",
                "placement.pin.ram=1 GB",
                "workload.turns=2",
                "workload.replyTokens=4");
        assertThat(small.turns()).map(Turn::tokens).containsOnly(4);
    }
}
