package nmos.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nmos.policy.Commands;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a decision costs: the signals of a real run of the flagship, fed to a fresh policy. Time and, with `-prof gc`, bytes
/// per signal.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PolicyBenchmark {
    /// Signals of one invocation: some fifty warm passes.
    private static final int SIGNALS = 10_000;

    /// Signals before them, heard in the setup: the cold pass, and the first of everything.
    private static final int BEFORE = 2_000;

    @Param({"off", "chain", "tree-adaptive"})
    public String speculation;

    private Simulation simulation;
    private List<Signal> signals;
    private long[] times;
    private Commands nowhere;
    private Policy policy;

    @Setup
    public void record() throws IOException {
        simulation = new Simulation(ScenarioLoader.load(
                "02-72b-on-4gb",
                List.of("speculation.kind=" + speculation, "workload.typingPerToken=0 ms", "workload.replyTokens=64")));
        List<Signal> heard = new ArrayList<>();
        List<Long> at = new ArrayList<>();
        Policy recorded = simulation.policy();
        simulation.play(0, new HeapCalendar(), new Policy() {
            @Override
            public void on(long nowNs, Signal signal, Commands out) {
                heard.add(signal);
                at.add(nowNs);
                recorded.on(nowNs, signal, out);
            }

            @Override
            public long wakeAtNs() {
                return recorded.wakeAtNs();
            }

            @Override
            public long digest() {
                return recorded.digest();
            }
        });
        if (heard.size() < BEFORE + SIGNALS) {
            throw new IllegalStateException("a run of " + heard.size() + " signals is too short");
        }
        signals = List.copyOf(heard.subList(0, BEFORE + SIGNALS));
        times = at.stream().mapToLong(Long::longValue).toArray();
        nowhere = new Nowhere();
    }

    @Setup(Level.Invocation)
    public void fresh() {
        policy = simulation.policy();
        for (int i = 0; i < BEFORE; i++) {
            policy.on(times[i], signals.get(i), nowhere);
        }
    }

    @Benchmark
    @OperationsPerInvocation(SIGNALS)
    public long signal() {
        for (int i = BEFORE; i < BEFORE + SIGNALS; i++) {
            policy.on(times[i], signals.get(i), nowhere);
        }
        return policy.digest();
    }
}
