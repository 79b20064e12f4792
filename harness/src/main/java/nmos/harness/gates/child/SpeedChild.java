package nmos.harness.gates.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;

/// Plays scenarios over and over in a JVM that does nothing else, and prints for each: its name, what it came to, and the ns of a
/// processor that playing it once took, the least of several times: whatever disturbs makes it more. All that goes before is for the
/// compilers.
///
/// Processor time, because a simulation waits for nothing, and what other programs take is then not counted as its own. What the
/// collector does is not in it; gate A has what there is to collect.
///
/// `ROUNDS_BEFORE ROUNDS SCENARIO...`
public final class SpeedChild {
    private record Played(String name, Simulation simulation, String answer, List<Long> ns) {}

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SpeedChild() {}

    public static void main(String[] arguments) throws IOException {
        int before = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<Played> all = new ArrayList<>();
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            Simulation simulation = new Simulation(ScenarioLoader.load(name, List.of()));
            all.add(new Played(name, simulation, answer(simulation), new ArrayList<>()));
        }
        for (int round = 0; round < before + rounds; round++) {
            for (Played played : all) {
                long tookNs = play(played.simulation());
                if (round >= before) {
                    played.ns().add(tookNs);
                }
            }
        }
        for (Played played : all) {
            System.out.println(played.name() + "\t" + played.answer() + "\t" + Collections.min(played.ns()));
        }
    }

    /// What two builds have to agree in before their speeds can be compared: what was decided, and when it was over.
    private static String answer(Simulation simulation) {
        var commands = new CommandsAlone(simulation.policy());
        SimOutcome outcome = simulation.play(0, DsolCalendar.create(), commands);
        return commands.hash().substring(0, 16) + "-" + outcome.endNs();
    }

    private static long play(Simulation simulation) {
        var calendar = DsolCalendar.create();
        var policy = simulation.policy();
        // What the last one left behind is not this one's to clear up.
        System.gc();
        long beganNs = THREADS.getCurrentThreadCpuTime();
        simulation.play(0, calendar, policy);
        return THREADS.getCurrentThreadCpuTime() - beganNs;
    }
}
