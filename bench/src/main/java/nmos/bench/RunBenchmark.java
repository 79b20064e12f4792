package nmos.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nmos.journal.RunReport;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.Replications;
import nmos.world.run.RunWatch;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.sim.calendar.HeapCalendar;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a prediction costs: the flagship's twenty turns of sixteen tokens, without a journal, once on either calendar and a
/// thousand times on all cores.
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class RunBenchmark {
    private static final int THOUSAND = 1_000;

    private Simulation simulation;

    @Setup
    public void compose() throws IOException {
        simulation = new Simulation(ScenarioLoader.load(
                "02-72b-on-4gb", List.of("workload.turns=20", "workload.replyTokens=16")));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public SimOutcome onHeapCalendar() {
        return simulation.play(0, new HeapCalendar(), simulation.policy());
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public SimOutcome onDsolCalendar() {
        return simulation.play(0, DsolCalendar.create(), simulation.policy());
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public RunReport.Replications thousandRuns() {
        return Replications.of(simulation, THOUSAND, RunWatch.NONE);
    }
}
