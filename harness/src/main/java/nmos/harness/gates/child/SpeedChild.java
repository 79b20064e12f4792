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
/// Where the clock goes in steps, as the one of Windows does, once is as often as it takes to be far above a step.
///
/// Processor time, because a simulation waits for nothing, and what other programs take is then not counted as its own. What the
/// collector does is not in it; gate A has what there is to collect.
///
/// `ROUNDS_BEFORE ROUNDS SCENARIO...`
public final class SpeedChild {
    private record Played(String name, Simulation simulation, String answer, List<Long> ns) {}

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 50;
    private static final int LOOKS = 5;

    private SpeedChild() {}

    public static void main(String[] arguments) throws IOException {
        int before = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        long leastNs = STEPS * stepNs();
        List<Played> all = new ArrayList<>();
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            Simulation simulation = new Simulation(ScenarioLoader.load(name, List.of()));
            all.add(new Played(name, simulation, answer(simulation), new ArrayList<>()));
        }
        for (int round = 0; round < before + rounds; round++) {
            for (Played played : all) {
                long tookNs = play(played.simulation(), leastNs);
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

    private static long play(Simulation simulation, long leastNs) {
        // What the last one left behind is not this one's to clear up.
        System.gc();
        int plays = 0;
        long beganNs = THREADS.getCurrentThreadCpuTime();
        long tookNs;
        do {
            simulation.play(0, DsolCalendar.create(), simulation.policy());
            plays++;
            tookNs = THREADS.getCurrentThreadCpuTime() - beganNs;
        } while (tookNs < leastNs);
        return tookNs / plays;
    }

    /// The least by which the clock goes on, of some looks: a look may take longer than a step does.
    private static long stepNs() {
        if (!THREADS.isCurrentThreadCpuTimeSupported()) {
            throw new IllegalStateException("this JVM does not say how long a thread computed: run the gates with a HotSpot JDK");
        }
        long stepNs = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            long wasNs = THREADS.getCurrentThreadCpuTime();
            long isNs = wasNs;
            while (isNs == wasNs) {
                isNs = THREADS.getCurrentThreadCpuTime();
            }
            stepNs = Math.min(stepNs, isNs - wasNs);
        }
        return stepNs;
    }
}
