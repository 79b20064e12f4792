package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.jspecify.annotations.Nullable;

/// Looks for the best setting of a space with few of them played. First some that are spread over the space; then, batch by batch, those that promise
/// most by what was seen, and in between and at the end those beside the best so far, so that no single step from the answer is left untried if there
/// is time.
///
/// The same seed tries the same settings, whatever the threads.
final class Search {
    /// Settings tried at once. A constant, so that the number of threads changes nothing.
    private static final int BATCH = 3;
    private static final int FEWEST_SPREAD = 6;
    private static final int RANDOM = 1_000;
    private static final int FIT_EVERY = 3;
    /// Settings that cannot be cost little and are not counted, up to so many for each that may be tried.
    private static final int REFUSED = 4;
    private static final int MOST_SOBOL = 40;
    /// What a Gaussian process costs grows with the cube of what it is told.
    private static final int BEST_TOLD = 150;
    private static final int LATEST_TOLD = 100;

    private final Space space;
    private final Aim aim;
    private final Trials trials;
    private final Halving halving;
    private final int most;
    private final Random random;
    private final Predicate<Trials> enough;
    private final @Nullable List<int[]> all;
    private Foresight.Fitted fitted = Foresight.Fitted.NOTHING;

    /// `most`: settings to be played, with those that were before. `enough`: asked after each batch, ends the search before.
    Search(Space space, Aim aim, Trials trials, int replications, int most, long seed, Predicate<Trials> enough) {
        this.space = space;
        this.aim = aim;
        this.trials = trials;
        this.most = most;
        this.enough = enough;
        halving = new Halving(aim, replications);
        random = new Random(seed);
        all = space.all().orElse(null);
    }

    /// Whether it came to its end rather than being told to stop.
    boolean run() {
        boolean goOn = spread();
        for (int batch = 0; goOn && !over(); batch++) {
            int before = trials.known();
            List<Trial> next = next(batch);
            if (trials.known() == before) {
                break;
            }
            goOn = play(next);
        }
        return goOn && trials.goOn();
    }

    private boolean over() {
        return trials.opened() >= most || trials.refused() >= REFUSED * (long) most || enough.test(trials);
    }

    private boolean play(List<Trial> next) {
        return trials.play(next, halving.first()) && halving.settle(trials);
    }

    /// The first ones: all of them where there are few, otherwise evenly over the space.
    private boolean spread() {
        List<Trial> first = new ArrayList<>();
        if (all != null && all.size() <= most - trials.opened()) {
            all.stream()
                    .takeWhile(_ -> trials.goOn())
                    .filter(setting -> !trials.knows(setting))
                    .forEach(setting -> first.add(trials.enter(setting)));
            return play(first);
        }
        int knobs = space.knobs().size();
        int wanted = trials.opened() + Math.min(most - trials.opened(), Math.max(FEWEST_SPREAD, Math.min(most / 4, 2 + 3 * knobs)));
        SobolSequenceGenerator even = new SobolSequenceGenerator(Math.min(knobs, MOST_SOBOL));
        double[] shift = random.doubles(knobs).toArray();
        for (int tries = 0; trials.opened() < wanted && trials.refused() < REFUSED * (long) most && tries < 100L * most && trials.goOn(); tries++) {
            double[] place = new double[knobs];
            double[] point = even.nextVector();
            for (int knob = 0; knob < knobs; knob++) {
                place[knob] = ((knob < point.length ? point[knob] : random.nextDouble()) + shift[knob]) % 1;
            }
            int[] setting = space.at(place);
            if (!trials.knows(setting)) {
                first.add(trials.enter(setting));
            }
        }
        return play(first);
    }

    private List<Trial> next(int batch) {
        if (nothingLeft()) {
            return List.of();
        }
        List<Trial> seen = telling();
        if (Foresight.counting(seen, aim).isEmpty()) {
            return entered(candidates(null), setting -> 0);
        }
        Foresight foresight = Foresight.of(space, aim, seen, fitted, batch % FIT_EVERY == 0, random);
        fitted = foresight.fitted();
        Ranked ranked = new Ranked(seen, aim);
        int[] best = ranked.trials().getFirst().levels();
        List<int[]> beside = unknown(space.beside(best));
        boolean ending = most - trials.opened() <= Math.min(most / 5, beside.size());
        List<Trial> next = new ArrayList<>();
        List<int[]> picked = new ArrayList<>();
        for (int pick = 0; pick < BATCH && !over() && trials.goOn(); pick++) {
            boolean near = !beside.isEmpty() && (ending || pick == BATCH - 1);
            Foresight now = picked.isEmpty() ? foresight : foresight.believing(aim, seen, picked, random);
            Optional<Trial> one = near
                    ? best(beside, now::expected)
                    : best(candidates(ranked), now::promise);
            if (one.isEmpty()) {
                break;
            }
            if (one.get().refused() == null) {
                next.add(one.get());
            }
            picked.add(one.get().levels());
            beside = unknown(beside);
        }
        return next;
    }

    private boolean nothingLeft() {
        return all != null && all.stream().allMatch(trials::knows);
    }

    /// Those to learn from: all, or where that would take longer than playing does, the best and the latest.
    private List<Trial> telling() {
        List<Trial> seen = trials.all().stream().filter(trial -> trial.levels().length > 0).toList();
        if (seen.size() <= BEST_TOLD + LATEST_TOLD) {
            return seen;
        }
        Set<Trial> telling = new LinkedHashSet<>(new Ranked(seen, aim).trials().stream().limit(BEST_TOLD).toList());
        telling.addAll(seen.subList(seen.size() - LATEST_TOLD, seen.size()));
        return telling.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
    }

    private interface Worth {
        double of(int[] setting);
    }

    private Optional<Trial> best(List<int[]> candidates, Worth worth) {
        int[] best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int[] candidate : candidates) {
            double value = worth.of(candidate);
            if (best == null || value > most) {
                best = candidate;
                most = value;
            }
        }
        return best == null ? Optional.empty() : Optional.of(trials.enter(best));
    }

    /// One of them, where nothing is known that could tell them apart.
    private List<Trial> entered(List<int[]> candidates, Worth worth) {
        Optional<Trial> one = best(candidates, worth);
        return one.map(List::of).orElse(List.of());
    }

    /// Settings to choose from: all that are left, or many at random and those near the best.
    private List<int[]> candidates(@Nullable Ranked ranked) {
        if (all != null) {
            List<int[]> left = unknown(all);
            return left.size() <= RANDOM ? left : some(left, ranked);
        }
        return some(List.of(), ranked);
    }

    private List<int[]> some(List<int[]> left, @Nullable Ranked ranked) {
        Set<List<Integer>> keys = new HashSet<>();
        List<int[]> some = new ArrayList<>();
        if (ranked != null) {
            ranked.trials().stream().limit(5).forEach(trial -> {
                for (int[] near : space.beside(trial.levels())) {
                    add(near, keys, some);
                    int[] further = jump(near);
                    add(further, keys, some);
                }
            });
        }
        for (int i = 0; i < RANDOM; i++) {
            add(left.isEmpty() ? space.at(random.doubles(space.knobs().size()).toArray()) : left.get(random.nextInt(left.size())), keys, some);
        }
        return some;
    }

    private int[] jump(int[] setting) {
        int knob = random.nextInt(setting.length);
        return setting[knob] == Space.NO_SAY ? setting : space.moved(setting, knob, random.nextInt(space.knobs().get(knob).size()));
    }

    private void add(int[] setting, Set<List<Integer>> keys, List<int[]> to) {
        if (!trials.knows(setting) && keys.add(Space.key(setting))) {
            to.add(setting);
        }
    }

    private List<int[]> unknown(List<int[]> settings) {
        return settings.stream().filter(setting -> !trials.knows(setting)).toList();
    }
}
