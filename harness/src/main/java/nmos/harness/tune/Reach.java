package nmos.harness.tune;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import nmos.harness.grid.Axis;
import nmos.harness.grid.Evaluation;
import nmos.harness.tune.Reached.Offer;
import nmos.harness.validate.Follower;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;
import org.jspecify.annotations.Nullable;

/// Looks for the cheapest combination of values that reaches a goal. Fields with prices are bought, cheapest combination first; those without cost
/// nothing and are tuned for each combination. Where there are no prices at all, every field is bought, smaller steps first.
public final class Reach {
    /// Combinations that reach it until it is enough.
    private static final int ANSWERS = 3;
    private static final int MOST_COMBINATIONS = 100_000;
    private static final int FEWEST_EACH = 12;
    private static final int MOST_EACH = 60;
    /// Figures of decoding alone, which is what the bound is of.
    private static final Set<String> DECODING = Set.of("tokens_per_second", "tokens_per_second_total");

    private record Combination(List<String> settings, @Nullable BigDecimal price, int steps) {}

    private final String scenario;
    private final List<String> settings;
    private final Aim aim;
    private final @Nullable Prices prices;
    private final List<Knob> bought = new ArrayList<>();
    private final List<Knob> free = new ArrayList<>();

    /// `limits`: the goal, and what else has to be kept.
    ///
    /// @throws InvalidFile where a text is none, or a value lacks its price
    public Reach(String scenario, List<String> settings, List<Limit> limits, List<String> vary, @Nullable Prices prices) {
        this.scenario = scenario;
        this.settings = List.copyOf(settings);
        this.prices = prices;
        Limit wanted = limits.getFirst();
        aim = new Aim(new Goal(wanted.metric(), !wanted.atMost()), limits);
        List<Knob> knobs = new ArrayList<>(vary.stream().map(Knob::parse).toList());
        if (prices != null) {
            for (String path : prices.paths()) {
                if (knobs.stream().noneMatch(knob -> knob.path().equals(path))) {
                    knobs.add(Knob.of(new Axis(path, prices.values(path))));
                }
            }
        }
        Tune.check(new Space(knobs, null), scenario, settings);
        for (Knob knob : knobs) {
            boolean priced = prices == null || prices.paths().contains(knob.path());
            (priced ? bought : free).add(knob);
            if (prices != null && priced) {
                knob.values().stream().filter(value -> prices.of(knob.path(), value).isEmpty()).findFirst().ifPresent(value -> {
                    throw new InvalidFile(new Place("--prices", 0), knob.path(), "no price for '" + value + "', which --vary names; add one");
                });
            }
        }
        if (new Space(bought, null).written() > MOST_COMBINATIONS) {
            throw new InvalidFile(new Place("--vary", 0), "", "more than " + MOST_COMBINATIONS + " combinations to buy, name fewer values");
        }
    }

    /// How many combinations there are to buy.
    public int combinations() {
        return (int) new Space(bought, null).written();
    }

    /// `budget.evaluations()`: settings simulated at the most, of all combinations together.
    public Reached run(Budget budget, Follower follower) throws IOException {
        List<Combination> combinations = cheapestFirst();
        int each = free.isEmpty() ? 1 : Math.clamp(budget.evaluations() / combinations.size(), FEWEST_EACH, MOST_EACH);
        List<Offer> offers = new ArrayList<>();
        int used = 0;
        int reaching = 0;
        for (Combination combination : combinations) {
            if (used >= budget.evaluations() || reaching >= ANSWERS || !follower.goOn()) {
                break;
            }
            follower.at("trying combinations", offers.size(), combinations.size());
            Offer forbidden = forbidden(combination);
            if (forbidden != null) {
                offers.add(forbidden);
                continue;
            }
            int most = Math.min(each, budget.evaluations() - used);
            Tuned tuned = tuned(combination, new Budget(most, budget.replications(), budget.threads(), budget.seed()), silently(follower));
            used += (int) tuned.trials().stream().filter(trial -> trial.replications() > 0).count();
            if (!tuned.whole()) {
                break;
            }
            Offer offer = offer(combination, tuned, follower);
            reaching += offer.reaches() ? 1 : 0;
            offers.add(offer);
        }
        return new Reached(aim, prices == null ? null : prices.currency(), combinations.size(), combinations.size() - offers.size(), follower.goOn(), offers);
    }

    /// How far one combination is, is not how far all are.
    private static Follower silently(Follower follower) {
        return new Follower() {
            @Override
            public void at(String what, int step, int steps) {}

            @Override
            public boolean goOn() {
                return follower.goOn();
            }
        };
    }

    private List<Combination> cheapestFirst() {
        Space space = new Space(bought, null);
        List<Combination> combinations = new ArrayList<>();
        for (int[] levels : space.all(MOST_COMBINATIONS).orElseThrow()) {
            BigDecimal price = BigDecimal.ZERO;
            int steps = 0;
            for (int knob = 0; knob < levels.length; knob++) {
                steps += Math.max(0, levels[knob]);
                if (prices != null && levels[knob] != Space.NO_SAY) {
                    price = price.add(prices.of(bought.get(knob).path(), bought.get(knob).values().get(levels[knob])).orElseThrow());
                }
            }
            combinations.add(new Combination(space.settings(levels), prices == null ? null : price, steps));
        }
        Comparator<Combination> cheapest = Comparator.comparing(one -> one.price == null ? BigDecimal.ZERO : one.price);
        combinations.sort(cheapest.thenComparingInt(Combination::steps));
        return combinations;
    }

    private Tuned tuned(Combination combination, Budget budget, Follower follower) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(combination.settings);
        Plays plays = Plays.of(new Evaluation(scenario, all, aim.metrics()));
        Predicate<Trials> enough = trials -> trials.all().stream()
                .anyMatch(trial -> trial.replications() == budget.replications() && Standing.of(trial, aim) == Standing.KEEPS);
        return Tune.run(plays, new Space(free, own(combination).orElse(null)), aim, budget, follower, free.isEmpty() ? _ -> true : enough);
    }

    private Optional<Scenario> own(Combination combination) {
        return loaded(combination.settings, List.of());
    }

    private Optional<Scenario> loaded(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(some);
        all.addAll(more);
        try {
            return Optional.of(ScenarioLoader.load(scenario, all));
        } catch (InvalidFile cannotBe) {
            return Optional.empty();
        }
    }

    /// Where nothing has to be played to know that it cannot be reached.
    private @Nullable Offer forbidden(Combination combination) {
        if (!bounded(aim.limits().getFirst()) || !free.isEmpty()) {
            return null;
        }
        try {
            Optional<Physics> physics = own(combination).flatMap(Physics::before);
            return physics.filter(bound -> !aim.limits().getFirst().holds(bound.tokensPerSecond()))
                    .map(bound -> new Offer(combination.settings, combination.price, false, null, bound, null))
                    .orElse(null);
        } catch (PlacementException cannotBe) {
            return null;
        }
    }

    private Offer offer(Combination combination, Tuned tuned, Follower follower) throws IOException {
        Tuned.Best best = tuned.best();
        if (best != null) {
            return new Offer(combination.settings, combination.price, true, best.trial(), null, null);
        }
        Tuned.Nearest nearest = tuned.nearest();
        if (nearest == null) {
            String refused = tuned.asItStands().refused();
            return new Offer(combination.settings, combination.price, false, null, null, refused == null ? "no such figure, or turns failed" : refused);
        }
        Optional<Scenario> played = loaded(combination.settings, nearest.trial().settings());
        Physics physics = bounded(aim.limits().getFirst()) && played.isPresent()
                ? Physics.after(played.get(), nearest.trial().replications(), follower::goOn).orElse(null)
                : null;
        return new Offer(combination.settings, combination.price, false, nearest.trial(), physics, null);
    }

    /// Whether it wants tokens per second.
    static boolean bounded(Limit wanted) {
        return !wanted.atMost() && DECODING.contains(wanted.metric().name());
    }
}
