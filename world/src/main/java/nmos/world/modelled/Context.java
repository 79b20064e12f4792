package nmos.world.modelled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.Signal;
import nmos.scenarios.AttentionSpec;
import nmos.world.ledger.Ledger;
import nmos.world.run.PassRun;
import org.jspecify.annotations.Nullable;

/// What attending to earlier tokens takes, and which of them the attention falls on.
///
/// A layer reads the KV of each session with rows in the pass once for all its rows, and those of the pass itself are not
/// counted; or once for each row, that of the rows before it in the pass too, where a device attends row by row.
final class Context {
    private final Facts facts;
    private final Ledger ledger;
    private final @Nullable AttentionModel model;
    /// by tier: tokens that a layer computed there attends to in the running pass; -1 if not yet counted
    private final long[] tokens;
    private double lostPpmSum;
    private long lostCount;

    /// Without a spec nobody is told where attention falls.
    Context(Facts facts, Ledger ledger, @Nullable AttentionSpec spec, Streams streams) {
        this.facts = facts;
        this.ledger = ledger;
        model = spec == null ? null : new AttentionModel(spec, streams, facts.kv().sessions());
        tokens = new long[facts.tiers().size()];
    }

    void passBegins() {
        Arrays.fill(tokens, -1);
    }

    /// Time to read the KV of a layer for the rows of a pass.
    long ns(PassRun pass, int shard, int tier) {
        Facts.Tier place = facts.tiers().get(tier);
        long bytesPerToken = facts.shards().get(shard).kvBytesPerToken();
        if (place.attentionBytesPerSec() == 0 || bytesPerToken == 0) {
            return 0;
        }
        if (tokens[tier] < 0) {
            tokens[tier] = 0;
            for (PassRun.Part part : pass.parts) {
                tokens[tier] += attended(part, tier);
            }
        }
        return place.attentionNs(tokens[tier] * bytesPerToken);
    }

    private long attended(PassRun.Part part, int tier) {
        long kv = ledger.kvTokens(part.session());
        long before = facts.kv().paging().present() ? ledger.pages().attendedTokens(part.session(), tier, kv) : kv;
        if (!facts.tiers().get(tier).attendsRowByRow()) {
            return before;
        }
        return switch (part) {
            case PassRun.Part.Prompt prompt -> {
                long rows = (long) prompt.to() - prompt.from();
                yield rows * before + rows * (rows + 1) / 2;
            }
            // Each node attends to its ancestors, few beside what came before.
            case PassRun.Part.Tree tree -> (tree.nodes() + 1L) * (before + 1);
        };
    }

    /// What the pages of the sessions in a pass received of its attention, and the share of it that fell on folded ones.
    List<Signal.Attended> attention(PassRun pass) {
        List<Signal.Attended> signals = new ArrayList<>();
        AttentionModel where = model;
        if (where == null) {
            return signals;
        }
        for (PassRun.Part part : pass.parts) {
            int session = part.session();
            int held = Math.toIntExact(ledger.kvTokens(session));
            for (int tier = 1; held > 0 && tier < tokens.length; tier++) {
                double[] seen = new double[1];
                ledger.pages().pages(session, tier, (page, from, to) -> {
                    double mass = where.massPpm(session, from, to, held);
                    seen[0] += mass;
                    signals.add(new Signal.Attended(page, (long) mass));
                });
                if (seen[0] > 0) {
                    lostPpmSum += Math.max(0, 1e6 - seen[0]);
                    lostCount++;
                }
            }
        }
        return signals;
    }

    /// Attention that would have gone to folded rows, as a share of the whole: its mean over the passes, in ppm.
    long lostPpm() {
        return lostCount == 0 ? 0 : (long) (lostPpmSum / lostCount);
    }
}
