package nmos.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.RunJson;
import nmos.journal.RunReport;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.Calendar;
import nmos.sim.calendar.DsolCalendar;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;

/// Same scenario, same seed: the same bytes, in report and journal, whatever the calendar.
class SameAgainTest {
    private static final String HASH = "00".repeat(32);

    private record Bytes(byte[] report, byte[] journal) {}

    private static Simulation simulation(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "workload.turns=3", "workload.replyTokens=6", "speculation.kind=tree-adaptive", "acceptance.spreadMilli=1000"));
        all.addAll(List.of(settings));
        return new Simulation(ScenarioLoader.load("02-72b-on-4gb", all));
    }

    private static Bytes play(Simulation simulation, Calendar calendar) throws IOException {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        SimOutcome outcome;
        try (JournalWriter writer = new JournalWriter(journal, HASH)) {
            outcome = simulation.play(0, calendar, new JournalingPolicy(simulation.policy(), writer));
        }
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        RunJson.write(WorldReport.of(simulation.setting(), outcome.run(), HASH, null, null), report);
        return new Bytes(report.toByteArray(), journal.toByteArray());
    }

    @Test
    void twoRunsAndTwoCalendarsWriteTheSameBytes() throws IOException {
        Bytes first = play(simulation(), DsolCalendar.create());
        for (Bytes other : List.of(
                play(simulation(), DsolCalendar.create()), play(simulation(), new HeapCalendar()))) {
            assertThat(other.report()).isEqualTo(first.report());
            assertThat(other.journal()).isEqualTo(first.journal());
        }
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        assertThat(play(simulation("seed=2"), new HeapCalendar()).journal())
                .isNotEqualTo(play(simulation("seed=1"), new HeapCalendar()).journal());
    }

    @Test
    void theReportNamesNoPlace() throws IOException {
        String report = new String(play(simulation(), new HeapCalendar()).report(), StandardCharsets.UTF_8);
        assertThat(report).doesNotContain(System.getProperty("user.dir")).doesNotContain(System.getProperty("user.home") + "/");
    }

    @Test
    void replicationsAgreeWhateverTheOrderTheyAreDoneIn() throws IOException {
        Simulation simulation = simulation();
        RunReport.Replications once = Replications.of(simulation, 8, RunWatch.NONE);
        assertThat(Replications.of(simulation, 8, RunWatch.NONE)).isEqualTo(once);
        assertThat(once.count()).isEqualTo(8);
        RunReport.Estimate tau = requireNonNull(once.tauMean());
        assertThat(tau.halfWidth95()).isPositive();
        assertThat(tau.mean()).isGreaterThan(tau.halfWidth95());
    }

    @Test
    void aRunThatIsStoppedCanStillBeRead() throws IOException {
        Simulation simulation = simulation();
        SimOutcome outcome = simulation.play(0, DsolCalendar.create(), simulation.policy(), turnsOver -> turnsOver < 1);
        RunReport report = WorldReport.of(simulation.setting(), outcome.run(), HASH, null, null);
        assertThat(report.complete()).isFalse();
        assertThat(report.turns()).hasSize(1);
    }
}
