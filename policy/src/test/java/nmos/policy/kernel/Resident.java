package nmos.policy.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Cause;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.anticipation.Anticipation;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import org.jspecify.annotations.Nullable;

/// A kernel whose one shard rests in VRAM, so that what is in a pass is all there is to see. Each call tells it something and
/// answers with its commands, computes left out.
final class Resident {
    private final Told told = new Told();
    private final Kernel kernel;
    private long now;
    private int pass;
    private int compute;

    Resident(int sessions, Knobs knobs) {
        this(sessions, knobs, null);
    }

    Resident(int sessions, Knobs knobs, @Nullable Anticipation anticipation) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {1_000});
        Facts facts = new Facts(
                List.of(new Facts.Shard(Facts.Kind.LAYER, 0, 100, 0, List.of(curve, curve))),
                List.of(new Facts.Tier("RAM", Long.MAX_VALUE, 0, false), new Facts.Tier("VRAM", 1_000, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(true, 1, 1, 1),
                new Facts.Kv(200, sessions, 0, 0));
        Plan plan = new Plan(new int[] {1}, new int[] {1}, false, new int[2], new long[2]);
        kernel = anticipation == null ? new Kernel(facts, knobs, plan) : new Kernel(facts, knobs, plan, anticipation);
        on(new Signal.Keystroke(0, 0));
        on(new Signal.Landed(told.id(1), 1));
    }

    static Knobs knobs(BatchingKnobs batching) {
        return knobs(batching, Speculations.OFF, false);
    }

    static Knobs chainOfTwo(boolean whilePass) {
        return knobs(sharing(64, 8, 4), Speculations.CHAIN, whilePass);
    }

    static BatchingKnobs sharing(int maxRows, int maxSessions, int patience) {
        return new BatchingKnobs(Batchings.FIFO, maxRows, maxSessions, patience);
    }

    private static Knobs knobs(BatchingKnobs batching, Speculations speculation, boolean whilePass) {
        return new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 2, 0),
                new SpeculationKnobs(speculation, SpeculationKnobs.Drafting.MODEL, 2, List.of(), 8, 8, 1, whilePass),
                new AnticipationKnobs(Anticipations.WARM, 0, Long.MAX_VALUE),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                batching,
                1);
    }

    List<String> on(Signal... signals) {
        List<String> lines = new ArrayList<>();
        for (Signal signal : signals) {
            now += 10;
            kernel.on(now, signal, told);
            for (String line : told.lines()) {
                if (line.startsWith("compute#")) {
                    compute = name(line);
                } else {
                    lines.add(line);
                }
                if (line.startsWith("begin#")) {
                    pass = name(line);
                }
            }
        }
        return lines;
    }

    /// The number in `begin#7`.
    private static int name(String line) {
        int from = line.indexOf('#') + 1;
        int to = line.indexOf(' ', from);
        return Integer.parseInt(to < 0 ? line.substring(from) : line.substring(from, to));
    }

    List<String> typed(int session, int tokens) {
        return on(new Signal.Tokenised(session, 1, tokens, tokens, 0, 0));
    }

    List<String> submitted(int session, int tokens) {
        return on(new Signal.Tokenised(session, 1, tokens, tokens, 0, 0), new Signal.Submitted(session, 1));
    }

    /// The running pass is computed to its end.
    List<String> computed() {
        return on(new Signal.Computed(told.id(compute), 1));
    }

    List<String> computeFailed() {
        return on(new Signal.Failed(told.id(compute), Cause.DEVICE_LOST, 1));
    }

    List<String> said(int session) {
        return said(session, 0, -1, -1);
    }

    List<String> said(int session, int accepted, int leaf, int bonusChild) {
        return on(new Signal.Verified(told.id(pass), session, accepted, leaf, bonusChild, false));
    }

    List<String> finished(int session) {
        return on(new Signal.Verified(told.id(pass), session, 0, -1, -1, true));
    }

    List<String> passed() {
        return on(new Signal.Passed(told.id(pass), 1));
    }

    List<String> passFailed() {
        return on(new Signal.Failed(told.id(pass), Cause.DEVICE_LOST, 1));
    }

    List<String> passDropped() {
        return on(new Signal.Dropped(told.id(pass), 1));
    }

    /// A pass in which each of these sessions gets one token more; what is begun after it.
    List<String> round(int... sessions) {
        computed();
        Arrays.stream(sessions).forEach(this::said);
        return passed();
    }

    /// Draft `name` brings a chain with falling confidences.
    List<String> drafted(int name, int session, int nodes) {
        int[] parent = new int[nodes];
        int[] ppm = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            parent[node] = node - 1;
            ppm[node] = 900_000 - node;
        }
        return on(new Signal.Drafted(told.id(name), session, new DraftTree(parent, ppm), 1));
    }

    List<String> draftDropped(int name) {
        return on(new Signal.Dropped(told.id(name), 1));
    }
}
