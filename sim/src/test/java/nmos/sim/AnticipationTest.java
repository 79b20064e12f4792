package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nmos.policy.Facts;
import nmos.policy.anticipation.Anticipations;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.HeapCalendar;
import nmos.traces.synth.ShippedTrace;
import nmos.world.metrics.Turn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a person alone does at the keyboard, working ahead of them ends, leaves nothing behind, and costs the first token no more than
/// giving up the pass that works ahead: the compute that cannot be recalled, and the slots that fill anew.
class AnticipationTest {
    /// Streams from the SSD in passes of ten seconds; loads in two and computes half on the CPU.
    private static final List<String> MODELS = List.of("qwen2.5-72b-q3_k_m", "qwen2.5-14b-q4_k_m");

    @ParameterizedTest
    @EnumSource(value = ShippedTrace.class, names = {"EDITING_OFTEN", "PASTING", "RETRYING", "LEAVING_HALF_WAY", "TWO_PEOPLE", "COMPOSING_CODE"})
    void theFirstTokenComesNoLaterThanWithoutPlusTheCostOfGivingUp(ShippedTrace trace) throws IOException {
        for (String model : MODELS) {
            Simulation without = simulation(trace, model, Anticipations.NONE);
            Map<Anticipations, Simulation> with = new EnumMap<>(Anticipations.class);
            for (Anticipations kind : List.of(Anticipations.WARM, Anticipations.PREFILL, Anticipations.PREDICT)) {
                with.put(kind, simulation(trace, model, kind));
            }
            for (int person = 0; person < trace.read().sessions(); person++) {
                SimOutcome base = play(without, person);
                for (Map.Entry<Anticipations, Simulation> each : with.entrySet()) {
                    Anticipations kind = each.getKey();
                    SimOutcome outcome = play(each.getValue(), person);
                    assertThat(outcome.complete()).isTrue();
                    assertThat(outcome.turns()).hasSameSizeAs(base.turns());
                    long allowance = kind == Anticipations.WARM ? 0 : costOfGivingUpNs(without);
                    for (int turn = 0; turn < base.turns().size(); turn++) {
                        assertThat(ttft(outcome, turn))
                                .as("%s, person %d, %s, %s, turn %d", trace.label, person, model, kind.label, turn)
                                .isLessThanOrEqualTo(ttft(base, turn) + allowance);
                    }
                }
            }
        }
    }

    private static long ttft(SimOutcome outcome, int turn) {
        Turn that = outcome.turns().get(turn);
        assertThat(that.failed()).isEmpty();
        return that.ttftVerifiedNs();
    }

    private static SimOutcome play(Simulation simulation, int person) {
        return simulation.play(person, new HeapCalendar(), simulation.policy());
    }

    private static Simulation simulation(ShippedTrace trace, String model, Anticipations kind) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "workload.trace=" + trace.label,
                "kv.tokensPerSession=4096",
                "oracle=" + model,
                "anticipation.kind=" + kind.label));
        return new Simulation(ScenarioLoader.load("03-typing-hides-loading", settings));
    }

    /// The longest compute of one shard, and one filling of all slots from below.
    private static long costOfGivingUpNs(Simulation simulation) {
        Facts facts = simulation.composition().facts();
        int rows = simulation.composition().knobs().batching().maxRows();
        long computeNs = 0;
        long refillNs = 0;
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            computeNs = Math.max(computeNs, facts.computeNs(shard, simulation.plan().compute()[shard], rows));
        }
        for (int hop = 0; hop < facts.hops().size(); hop++) {
            refillNs += simulation.plan().slots()[hop + 1] * facts.hops().get(hop).ns(simulation.plan().slotBytes()[hop + 1]);
        }
        return computeNs + refillNs;
    }
}
