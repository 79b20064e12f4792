package nmos.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nmos.harness.tune.Digits;
import nmos.harness.tune.Limit;
import nmos.harness.tune.Physics;
import nmos.harness.tune.Reached;
import nmos.harness.tune.Reached.Offer;
import nmos.harness.tune.Trial;

/// What would reach a goal, for people.
final class ReachText {
    private static final int SHOWN = 12;

    private ReachText() {}

    static String plain(String scenario, Reached reached) {
        StringBuilder out = new StringBuilder(scenario + ": what reaches " + reached.aim().limits().stream().map(Limit::text).collect(Collectors.joining(" and ")) + "\n");
        List<Offer> reaching = reached.reaching();
        out.append(String.format(Locale.ROOT, "%d of %d combinations looked at, %s%n%n", reached.offers().size(), reached.combinations(),
                reached.currency() == null ? "small steps up first; with --prices FILE the cheapest first" : "cheapest first"));
        reached.offers().stream()
                .filter(offer -> reaching.isEmpty() || offer.reaches())
                .limit(SHOWN)
                .forEach(offer -> out.append(line(offer, reached)));
        if (!reaching.isEmpty() && reached.offers().size() > reaching.size()) {
            out.append("  ").append(others(reached)).append('\n');
        } else if (reached.offers().size() > SHOWN) {
            out.append("  and ").append(reached.offers().size() - SHOWN).append(" more\n");
        }
        if (reaching.isEmpty()) {
            out.append(nothing(reached));
        }
        if (reached.left() > 0) {
            out.append(reached.left()).append(reaching.isEmpty() ? " combinations were not looked at: raise --evaluations" : " others were not looked at").append('\n');
        }
        return out.toString();
    }

    /// Of those that were looked at, the ones that are no answer.
    private static String others(Reached reached) {
        BigDecimal price = reached.reaching().getFirst().price();
        List<Offer> others = reached.offers().stream().filter(offer -> !offer.reaches()).toList();
        long cheaper = others.stream().filter(offer -> price != null && offer.price() != null && offer.price().compareTo(price) < 0).count();
        String what = reached.offers().stream().anyMatch(offer -> offer.trial() != null && offer.trial().among())
                ? " were not found to reach it with what was tried"
                : " do not reach it";
        if (price == null) {
            return others.size() + " more" + what + forbidden(reached);
        }
        return cheaper + " that cost less" + (cheaper == others.size() ? "" : " than the first and " + (others.size() - cheaper) + " that cost as much or more") + what
                + forbidden(reached);
    }

    private static String line(Offer offer, Reached reached) {
        StringBuilder line = new StringBuilder("  ");
        if (offer.price() != null) {
            line.append(String.format(Locale.ROOT, "%10s %s  ", offer.price().toPlainString(), reached.currency()));
        }
        line.append(offer.settings().isEmpty() ? "nothing bought" : String.join(" ", offer.settings()));
        Trial trial = offer.trial();
        if (trial != null) {
            line.append(": ").append(reached.wanted().metric().name()).append(' ').append(TuneText.figure(trial, 0));
            if (!trial.settings().isEmpty()) {
                line.append(" with ").append(String.join(" ", trial.settings()));
            }
        }
        if (offer.refused() != null) {
            line.append(": cannot be: ").append(TuneText.shortened(offer.refused()));
        }
        return line.append(bound(offer, reached)).append('\n').toString();
    }

    private static String bound(Offer offer, Reached reached) {
        Physics physics = offer.physics();
        if (physics == null) {
            return "";
        }
        String bound = "bound " + Digits.of(physics.tokensPerSecond()) + " tokens/s" + (physics.always() ? "" : " for passes like these")
                + ", limited by " + physics.limitedBy();
        return reached.forbidden(offer) ? "; forbidden: " + bound : "; " + bound;
    }

    private static String forbidden(Reached reached) {
        long forbidden = reached.offers().stream().filter(reached::forbidden).count();
        return forbidden == 0 ? "" : ", " + forbidden + " of them by the bound alone (" + limiters(reached, true) + ")";
    }

    /// Of those below their bounds, whatever the policy or for their own passes.
    private static String limiters(Reached reached, boolean always) {
        Map<String, Integer> by = new TreeMap<>();
        reached.offers().stream().filter(reached::below).map(Offer::physics).forEach(physics -> {
            if (physics != null && physics.always() == always) {
                by.merge(physics.limitedBy(), 1, Integer::sum);
            }
        });
        return by.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .map(limiter -> limiter.getKey() + " " + limiter.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String nothing(Reached reached) {
        long forbidden = reached.offers().stream().filter(reached::forbidden).count();
        long below = reached.offers().stream().filter(reached::below).count() - forbidden;
        String head = "\nnone of them reaches " + reached.wanted().text() + ": ";
        if (!reached.bounded()) {
            return head + "what limits each of them stands behind it\n";
        }
        if (forbidden + below == 0) {
            return head + "the bounds would allow it, the policy falls short of them\n";
        }
        List<String> parts = new ArrayList<>();
        if (forbidden > 0) {
            parts.add("for " + forbidden + " of " + reached.offers().size() + " the bound itself forbids it, by what limits it: " + limiters(reached, true));
        }
        if (below > 0) {
            parts.add("for " + below + " of " + reached.offers().size()
                    + " even the bound is below it, for passes like those of the best found, by what limits it: " + limiters(reached, false));
        }
        return head + String.join("; ", parts) + "\n";
    }
}
