package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import nmos.policy.Commands;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.kv.KvPolicies;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.HeapCalendar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Once warm, the policy allocates nothing, whatever it speculates with.
class AllocationTest {
    /// Signals before the measurement: the cold pass, and the first of everything.
    private static final int WARM_UP = 3_000;

    private static final int SIGNALS = 5_000;

    /// The measurement's own cost and what the JVM allocates beside the program, in all.
    private static final long NOISE_BYTES = 4_096;

    /// Counts what a policy allocates while it listens to a world.
    private static final class Measured implements Policy {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Policy policy;
        private final List<Signal> heard = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();

        Measured(Policy policy) {
            this.policy = policy;
        }

        @Override
        public void on(long nowNs, Signal signal, Commands out) {
            heard.add(signal);
            times.add(nowNs);
            policy.on(nowNs, signal, out);
        }

        @Override
        public long wakeAtNs() {
            return policy.wakeAtNs();
        }

        @Override
        public long digest() {
            return policy.digest();
        }

        /// Bytes a fresh policy allocates for the signals after the warm-up.
        long bytes(Policy fresh, Commands nowhere) {
            Signal[] signals = heard.toArray(Signal[]::new);
            long[] ns = times.stream().mapToLong(Long::longValue).toArray();
            for (int i = 0; i < WARM_UP; i++) {
                fresh.on(ns[i], signals[i], nowhere);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = WARM_UP; i < WARM_UP + SIGNALS; i++) {
                fresh.on(ns[i], signals[i], nowhere);
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    @ParameterizedTest
    @EnumSource(value = KvPolicies.class, names = {"LRU", "H2O"})
    void norDoesOneThatMovesPages(KvPolicies kv) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(
                "08-long-context", List.of("kv.policy=" + kv.label, "kv.pageBytes=1 MiB", "workload.replyTokens=400")));
        Measured measured = new Measured(simulation.policy());
        simulation.play(0, new HeapCalendar(), measured);
        assertThat(measured.heard).hasSizeGreaterThan(WARM_UP + SIGNALS);
        assertThat(measured.bytes(simulation.policy(), new Silence())).isLessThan(NOISE_BYTES);
    }

    @ParameterizedTest
    @EnumSource(ExpertCaches.class)
    void norDoesOneThatKeepsExperts(ExpertCaches cache) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(
                "11-experts", List.of("placement.experts.cache=" + cache.label, "placement.experts.ahead=true", "workload.warmUpTurns=0",
                        "workload.turns=1", "workload.replyTokens=8")));
        Measured measured = new Measured(simulation.policy());
        simulation.play(0, new HeapCalendar(), measured);
        assertThat(measured.heard).hasSizeGreaterThan(WARM_UP + SIGNALS);
        assertThat(measured.bytes(simulation.policy(), new Silence())).isLessThan(NOISE_BYTES);
    }

    @ParameterizedTest
    @EnumSource(Speculations.class)
    void aWarmPolicyAllocatesNothing(Speculations speculation) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(
                "02-72b-on-4gb",
                List.of(
                        "speculation.kind=" + speculation.label,
                        "workload.typingPerToken=0 ms",
                        "workload.turns=5",
                        "acceptance.spreadMilli=1000")));
        Measured measured = new Measured(simulation.policy());
        simulation.play(0, new HeapCalendar(), measured);
        assertThat(measured.heard).hasSizeGreaterThan(WARM_UP + SIGNALS);
        assertThat(measured.bytes(simulation.policy(), new Silence())).isLessThan(NOISE_BYTES);
    }
}
