package nmos.harness.tune;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would reach a goal: the combinations that were looked at, cheapest first. `currency` is null where nobody said what anything costs, and the
/// order then that of small steps up. `left`: combinations that were not looked at, since enough reach it or the evaluations were used up.
public record Reached(Aim aim, @Nullable String currency, int combinations, int left, boolean whole, List<Offer> offers) {

    /// One combination. `settings`: what is bought; `price`: of all of it, null where no prices were given; `trial`: the best that was found with it,
    /// null where nothing can be played or physics forbade it before; `physics`: what bounds it, where somebody asked: those that do not reach it.
    public record Offer(
            List<String> settings, @Nullable BigDecimal price, boolean reaches, @Nullable Trial trial, @Nullable Physics physics, @Nullable String refused) {
        public Offer {
            settings = List.copyOf(settings);
        }
    }

    public Reached {
        offers = List.copyOf(offers);
    }

    public List<Offer> reaching() {
        return offers.stream().filter(Offer::reaches).toList();
    }

    /// The goal itself, which is the first of the limits.
    public Limit wanted() {
        return aim.limits().getFirst();
    }

    /// Whether the bound of tokens per second says anything of the goal.
    public boolean bounded() {
        return Reach.bounded(wanted());
    }

    /// Whether physics forbids it, whatever the policy.
    public boolean forbidden(Offer offer) {
        Physics physics = offer.physics();
        return physics != null && physics.always() && below(offer);
    }

    /// Whether the bound that stands beside it is short of the goal: at the least for passes like those of the best that was found.
    public boolean below(Offer offer) {
        Physics physics = offer.physics();
        return bounded() && physics != null && !wanted().holds(physics.tokensPerSecond());
    }
}
