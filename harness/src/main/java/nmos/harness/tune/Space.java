package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nmos.scenarios.Scenario;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;
import org.jspecify.annotations.Nullable;

/// All settings there are to choose from. A setting is a level of each knob, [#NO_SAY] where the knob has none beside the others.
final class Space {
    static final int NO_SAY = -1;
    /// Settings that are still listed one by one.
    private static final int FEW = 20_000;

    private final List<Knob> knobs;
    private final Moot moot;
    private final @Nullable Scenario own;

    /// `own`: the scenario as it stands, null where it cannot.
    Space(List<Knob> knobs, @Nullable Scenario own) {
        this.knobs = List.copyOf(knobs);
        this.moot = new Moot(knobs, own);
        this.own = own;
        refuseFights(knobs);
    }

    private static void refuseFights(List<Knob> knobs) {
        Set<String> paths = new HashSet<>();
        for (Knob knob : knobs) {
            if (!paths.add(knob.path())) {
                throw new InvalidFile(new Place("--vary " + knob.path(), 0), "", "is varied twice, write its values in one --vary");
            }
            if (!knob.path().equals("machine") && paths.stream().anyMatch(path -> path.startsWith(knob.path() + "."))) {
                throw new InvalidFile(new Place("--vary " + knob.path(), 0), "",
                        "replaces all of " + knob.path() + ", and with it what another --vary sets there; write this one first");
            }
        }
    }

    List<Knob> knobs() {
        return knobs;
    }

    /// How many settings could be written down, those that come to the same counted each.
    double written() {
        return knobs.stream().mapToDouble(Knob::size).reduce(1, (one, other) -> one * other);
    }

    /// What the scenario has to be told for a setting.
    List<String> settings(int[] levels) {
        List<String> settings = new ArrayList<>();
        for (int knob = 0; knob < levels.length; knob++) {
            if (levels[knob] != NO_SAY) {
                settings.add(knobs.get(knob).setting(levels[knob]));
            }
        }
        return settings;
    }

    /// What the scenario is as it stands, if the knobs have all its values.
    Optional<int[]> own() {
        if (own == null || knobs.isEmpty()) {
            return Optional.empty();
        }
        OwnValues values = new OwnValues(own);
        int[] found = knobs.stream().mapToInt(values::level).toArray();
        // A value that is not among the others does not matter where it has no say.
        int[] setting = setting(Arrays.stream(found).map(level -> Math.max(0, level)).toArray());
        for (int knob = 0; knob < found.length; knob++) {
            if (found[knob] < 0 && setting[knob] != NO_SAY) {
                return Optional.empty();
            }
        }
        return Optional.of(setting);
    }

    int[] setting(int[] levels) {
        return moot.without(levels);
    }

    /// Every setting once, if there are not too many to list.
    Optional<List<int[]>> all() {
        return all(FEW);
    }

    Optional<List<int[]>> all(int most) {
        if (written() > most) {
            return Optional.empty();
        }
        Set<List<Integer>> seen = new HashSet<>();
        List<int[]> all = new ArrayList<>();
        int[] levels = new int[knobs.size()];
        do {
            int[] setting = setting(levels);
            if (seen.add(key(setting))) {
                all.add(setting);
            }
        } while (next(levels));
        return Optional.of(all);
    }

    private boolean next(int[] levels) {
        for (int knob = levels.length - 1; knob >= 0; knob--) {
            if (++levels[knob] < knobs.get(knob).size()) {
                return true;
            }
            levels[knob] = 0;
        }
        return false;
    }

    static List<Integer> key(int[] setting) {
        return Arrays.stream(setting).boxed().toList();
    }

    /// The setting at a place in the cube from 0 to 1.
    int[] at(double[] shares) {
        int[] levels = new int[knobs.size()];
        for (int knob = 0; knob < levels.length; knob++) {
            levels[knob] = Math.min(knobs.get(knob).size() - 1, (int) (shares[knob] * knobs.get(knob).size()));
        }
        return setting(levels);
    }

    /// The setting with one knob moved. Knobs that get a say by it stand in the middle.
    int[] moved(int[] setting, int knob, int level) {
        int[] levels = setting.clone();
        for (int other = 0; other < levels.length; other++) {
            if (levels[other] == NO_SAY) {
                levels[other] = knobs.get(other).size() / 2;
            }
        }
        levels[knob] = level;
        return setting(levels);
    }

    /// Settings one step away: the next number up or down of one knob, or any other choice of one.
    List<int[]> beside(int[] setting) {
        List<int[]> beside = new ArrayList<>();
        for (int knob = 0; knob < setting.length; knob++) {
            if (setting[knob] == NO_SAY) {
                continue;
            }
            for (int level = 0; level < knobs.get(knob).size(); level++) {
                boolean step = !knobs.get(knob).ordered() || Math.abs(level - setting[knob]) == 1;
                if (step && level != setting[knob]) {
                    beside.add(moved(setting, knob, level));
                }
            }
        }
        return beside;
    }

    /// Where a setting lies for [Surrogate]: a number for each knob, a choice by its index. A number that has no say is in the middle.
    double[] place(int[] setting) {
        double[] place = new double[setting.length];
        for (int knob = 0; knob < setting.length; knob++) {
            Knob of = knobs.get(knob);
            place[knob] = !of.ordered() ? setting[knob] : setting[knob] == NO_SAY ? .5 : of.places()[setting[knob]];
        }
        return place;
    }

    boolean[] choices() {
        boolean[] choices = new boolean[knobs.size()];
        for (int knob = 0; knob < choices.length; knob++) {
            choices[knob] = !knobs.get(knob).ordered();
        }
        return choices;
    }
}
