package nmos.scenarios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nmos.policy.Arithmetic;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Visits;
import nmos.policy.kernel.Knobs;
import nmos.policy.kv.KvPolicies;
import nmos.scenarios.Scenario.Draft;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Machine.Device;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;
import nmos.scenarios.shape.Work;
import org.jspecify.annotations.Nullable;

/// A scenario turned into what a policy is made from: the composition root.
///
/// `resolved` are the numbers that follow from the scenario without being in it.
public record Composition(Facts facts, Knobs knobs, Resolved resolved) {
    /// What a tier without a device answers when asked for a compute time. [Facts.Tier#computes] says not to ask.
    private static final RowCurve AN_HOUR = new RowCurve(new int[] {1}, new long[] {3_600_000_000_000L});
    private static final long CHUNK_BYTES = 16L << 20;

    /// Sizes a run is made with. `slotBytes`: the largest shard, so what each slot must hold. `pagePositions`: positions one
    /// KV page holds when all layers are computed at one place. `chunkBytes`: the pieces copies move in.
    public record Resolved(
            int shards, int headParts, long slotBytes, List<Integer> slots, long pageBytes, long pagePositions,
            long kvBytesPerToken, long passBytes, List<Reserved> reserved, long chunkBytes) {}

    public static Composition of(Scenario s) {
        Machine machine = s.machine();
        long slotBytes = s.oracle().largestLayerBytes();
        List<ShardShape> shapes = s.oracle().shards(slotBytes);
        List<Reserved> reserved = Reserved.of(s);
        var tiers = new ArrayList<Facts.Tier>();
        for (int t = 0; t <= machine.top(); t++) {
            Machine.Tier tier = machine.tiers().get(t);
            tiers.add(new Facts.Tier(tier.name(), tier.budgetBytes(), reserved.get(t).bytes(), tier.device() != null,
                    attentionBytesPerSec(s, tier.device()), tier.device() != null && tier.device().speed().attendsRowByRow()));
        }
        List<Facts.Hop> hops = machine.hops().stream()
                .map(hop -> new Facts.Hop(hop.latencyNs().value(), hop.bytesPerSecUp().value(), (int) hop.depth().value()))
                .toList();
        var facts = new Facts(
                shards(s, shapes), tiers, hops, draft(s), kv(s));
        var knobs = new Knobs(
                s.placement(), s.river(), s.speculation(), s.anticipation(), s.kv(), s.batching(), s.retries());
        long kvBytesPerToken = s.oracle().kvBytesPerToken();
        int headParts = (int) shapes.stream().filter(ShardShape::head).count();
        var resolved = new Resolved(shapes.size(), headParts, slotBytes, s.placement().slots(), s.kv().pageBytes(),
                s.kv().pageBytes() / kvBytesPerToken, kvBytesPerToken, s.oracle().passBytes(), reserved, CHUNK_BYTES);
        return new Composition(facts, knobs, resolved);
    }

    private static long attentionBytesPerSec(Scenario s, @Nullable Device device) {
        return device == null || !s.attention().takesTime() ? 0 : device.speed().attentionBytesPerSec();
    }

    /// Experts are many and alike: what is the same of them is made once.
    private static List<Facts.Shard> shards(Scenario s, List<ShardShape> shapes) {
        Map<Work, List<RowCurve>> curves = new HashMap<>();
        var shards = new ArrayList<Facts.Shard>();
        Visits[] visits = {};
        int mixtures = 0;
        for (ShardShape shape : shapes) {
            List<RowCurve> computeNs = curves.computeIfAbsent(shape.work(), work -> s.machine().tiers().stream()
                    .map(tier -> curve(tier.device(), work))
                    .toList());
            shards.add(switch (shape.kind()) {
                case LAYER -> new Facts.Shard(Facts.Kind.LAYER, shape.layer(), shape.bytes(), shape.kvBytesPerToken(), computeNs);
                case HEAD -> new Facts.Shard(Facts.Kind.HEAD, shape.layer(), shape.bytes(), shape.kvBytesPerToken(), computeNs);
                case EXPERT -> {
                    if (shape.expert() == 0) {
                        visits = visits(s, mixtures++);
                    }
                    yield new Facts.Shard(Facts.Kind.EXPERT, shape.layer(), shape.bytes(), 0, computeNs, visits[shape.expert()]);
                }
            });
        }
        return shards;
    }

    private static Visits[] visits(Scenario s, int layer) {
        Mixture mixture = s.oracle().architecture().mixture().orElseThrow();
        return s.routing().visits(layer, mixture.experts(), mixture.used());
    }

    private static RowCurve curve(@Nullable Device device, Work work) {
        return device == null ? AN_HOUR : device.speed().curve(work);
    }

    /// A draft that was not timed is one run of all its weights: a level costs what one row costs, a further node of the level what a second row
    /// adds, and a prefilled row its share of the largest pass.
    private static Facts.Draft draft(Scenario s) {
        Draft draft = s.draft();
        if (draft == null) {
            return new Facts.Draft(false, 0, 0, 0);
        }
        ModelShape model = draft.model();
        Optional<Machine.Drafting> timed = s.machine().drafting(model.name());
        if (timed.isPresent()) {
            return new Facts.Draft(true, timed.get().levelNs(), timed.get().nodeNs(), timed.get().rowNs());
        }
        RowCurve curve = curve(s.machine().tiers().get(draft.tier()).device(), work(model));
        int rows = s.batching().maxRows();
        return new Facts.Draft(true,
                curve.ns(1) + s.machine().commandNs().value(),
                Math.max(0, curve.ns(2) - curve.ns(1)),
                Arithmetic.mulDivUp(curve.ns(rows), 1, rows));
    }

    private static Work work(ModelShape model) {
        return Work.sum(model.shards(Long.MAX_VALUE).stream().map(ShardShape::work).toList());
    }

    /// Changing the place of computation moves a row's residual over the topmost hop, at the price of a command.
    private static Facts.Kv kv(Scenario s) {
        Machine machine = s.machine();
        long switchNs = machine.hops().getLast().latencyNs().value() + machine.commandNs().value();
        return new Facts.Kv(s.tokensPerSession(), s.workload().sessions(),
                s.oracle().architecture().residualBytesPerRow(), switchNs, paging(s));
    }

    private static Facts.Paging paging(Scenario s) {
        return s.kv().kind() == KvPolicies.KEEP_ALL
                ? Facts.Paging.NONE
                : new Facts.Paging(s.kv().pageBytes(), s.kv().residentTokens(), s.kv().spillBytes(),
                        s.workload().sharedPrefixTokens());
    }
}
