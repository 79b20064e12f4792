package nmos.live.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nmos.scenarios.AttentionSpec;
import nmos.world.ledger.Ledger;

/// Where attention fell in a run, as shares of sinks, of recent tokens and of the rest: the ones that, spread as [AttentionSpec] has
/// them, come nearest (least squares) to what every page received in every pass.
///
/// Of what fell on pages that were held: folded ones receive nothing, and rows of the pass itself belong to no page.
final class AttentionSeen {
    private static final int SINK_TOKENS = 4;
    private static final double MILLION = 1e6;
    /// Classes that nearly coincide cannot be told apart.
    private static final double SINGULAR = 1e-6;

    private final AttentionSpec assumed;
    private final Ledger ledger;
    private long contexts;
    private long pages;
    // Normal equations of mass - even = sink * (onSink - even) + recent * (onRecent - even).
    private double sinkSink;
    private double sinkRecent;
    private double recentRecent;
    private double sinkMass;
    private double recentMass;

    AttentionSeen(AttentionSpec assumed, Ledger ledger) {
        this.assumed = assumed;
        this.ledger = ledger;
    }

    private record Span(int from, int to) {
        /// The part of `[low, high)` that lies in it.
        double of(int low, int high) {
            return (double) Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low);
        }
    }

    /// Of one session in a pass that is through, in the layers computed in a tier, before its rows are accepted.
    void pass(int session, int tier, Map<Integer, Long> ppmOfPage) {
        int held = Math.toIntExact(ledger.kvTokens(session));
        Map<Integer, Span> spans = new HashMap<>();
        ledger.pages().pages(session, tier, (page, from, to) -> spans.put(page, new Span(from, Math.min(to, held))));
        double whole = ppmOfPage.values().stream().mapToLong(Long::longValue).sum();
        if (held <= assumed.recentTokens() + SINK_TOKENS || whole == 0 || !spans.keySet().containsAll(ppmOfPage.keySet())) {
            return;
        }
        contexts++;
        ppmOfPage.forEach((page, ppm) -> page(spans.getOrDefault(page, new Span(0, 0)), held, ppm / whole));
    }

    private void page(Span span, int held, double mass) {
        double even = span.of(0, held);
        double sink = span.of(0, SINK_TOKENS) - even;
        double recent = span.of(held - assumed.recentTokens(), held) - even;
        pages++;
        sinkSink += sink * sink;
        sinkRecent += sink * recent;
        recentRecent += recent * recent;
        sinkMass += sink * (mass - even);
        recentMass += recent * (mass - even);
    }

    /// What was seen, unless contexts were too short or pages too large to tell the classes apart.
    Optional<AttentionShares> shares() {
        double determinant = sinkSink * recentRecent - sinkRecent * sinkRecent;
        if (contexts == 0 || determinant < SINGULAR * sinkSink * recentRecent || sinkSink * recentRecent == 0) {
            return Optional.empty();
        }
        double sink = Math.clamp((sinkMass * recentRecent - recentMass * sinkRecent) / determinant, 0, 1);
        double recent = Math.clamp((recentMass * sinkSink - sinkMass * sinkRecent) / determinant, 0, 1 - sink);
        return Optional.of(new AttentionShares((int) (sink * MILLION), (int) (recent * MILLION), contexts, pages, assumed));
    }
}
