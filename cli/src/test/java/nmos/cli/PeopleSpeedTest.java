package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Turn;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;

/// `workload.speed` as the simulator plays it.
class PeopleSpeedTest {
    private static List<Turn> turns(String scenario, String... settings) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(scenario, List.of(settings)));
        return simulation.play(0, new HeapCalendar(), simulation.policy(), RunWatch.NONE).run().turns();
    }

    @Test
    void atTwiceTheSpeedTheFirstPromptIsTypedInHalfTheTime() throws IOException {
        long usualNs = turns("02-72b-on-4gb", "workload.speed=1").getFirst().submittedNs();
        assertThat(turns("02-72b-on-4gb", "workload.speed=2").getFirst().submittedNs()).isPositive().isEqualTo(usualNs / 2);
    }

    @Test
    void aTraceIsTypedInHalfTheTimeFromItsFirstTurnToItsLast() throws IOException {
        List<Turn> usual = turns("03-typing-hides-loading", "workload.openLoop=true");
        List<Turn> fast = turns("03-typing-hides-loading", "workload.openLoop=true", "workload.speed=2");
        assertThat(fast).hasSameSizeAs(usual);
        for (int turn = 0; turn < usual.size(); turn++) {
            assertThat(fast.get(turn).submittedNs()).isEqualTo(usual.get(turn).submittedNs() / 2);
        }
    }
}
