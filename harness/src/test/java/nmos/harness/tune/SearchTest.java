package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.validate.Follower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The search, where the best is known.
class SearchTest {
    private static final List<String> THOUSAND =
            List.of("kind=a,b,c,d", "speed=1..16", "size=1,2,4,8,16,32,64,128,256", "flag=true,false");

    private static Aim aim(String goal, String... limits) {
        return new Aim(Goal.parse(goal), List.of(limits).stream().map(limit -> Limit.parse("--subject-to", limit)).toList());
    }

    private static Budget budget(int evaluations, int replications, long seed) {
        return new Budget(evaluations, replications, 2, seed);
    }

    private static Tuned tune(Plays plays, List<String> vary, Aim aim, Budget budget) {
        return Tune.run(plays, vary, null, aim, budget, Follower.NOBODY);
    }

    /// The best is 100: kind c, speed 11, size 32, flag true. Another kind has a hill of its own that is nearly as good.
    private static double hills(Map<String, String> setting) {
        double speed = MadeUp.number(setting, "speed", 1);
        double size = Math.log(MadeUp.number(setting, "size", 1)) / Math.log(2);
        String kind = setting.getOrDefault("kind", "a");
        double flag = Boolean.parseBoolean(setting.getOrDefault("flag", "false")) ? 1 : .8;
        double hill = switch (kind) {
            case "c" -> 100 * Math.exp(-Math.abs(speed - 11) / 9 - (size - 5) * (size - 5) / 9);
            case "b" -> 90 * Math.exp(-(speed - 3) * (speed - 3) / 20 - (size - 2) * (size - 2) / 12);
            default -> 20 + speed;
        };
        return flag * hill;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theBestOfAThousandIsFoundWithAHundred(long seed) {
        MadeUp plays = new MadeUp(.1, setting -> new double[] {hills(setting)});
        Tuned tuned = tune(plays, THOUSAND, aim("max tokens_per_second"), budget(100, 4, seed));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).contains("kind=c", "speed=11", "size=32", "flag=true");
        assertThat(tuned.trials()).hasSizeLessThanOrEqualTo(100);
        assertThat(plays.entered.values()).as("times a setting was tried").containsOnly(1);
        assertThat(plays.plays.get()).as("cheap looks first").isLessThan(100 * 4 * 3 / 4).isEqualTo(tuned.plays());
    }

    @Test
    void threadsChangeNothing() {
        List<List<String>> tried = IntStream.of(1, 4)
                .mapToObj(threads -> Tune.run(new MadeUp(.1, setting -> new double[] {hills(setting)}), THOUSAND, null, aim("max tokens_per_second"),
                        new Budget(30, 4, threads, 5), Follower.NOBODY))
                .map(tuned -> tuned.trials().stream().map(trial -> trial.replications() + " " + trial.settings()).toList())
                .toList();
        assertThat(tried.get(0)).isEqualTo(tried.get(1));
    }

    @Test
    void aLimitIsKeptToAndSaidToBind() {
        List<String> oneHill = THOUSAND.stream().map(axis -> axis.startsWith("kind=") ? "kind=c" : axis).toList();
        MadeUp plays = new MadeUp(.02, setting -> new double[] {hills(setting), 10 * MadeUp.number(setting, "speed", 1)});
        Tuned tuned = tune(plays, oneHill, aim("max tokens_per_second", "itl_ms.p95 <= 85"), budget(100, 4, 1));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).contains("speed=8", "size=32", "flag=true");
        assertThat(tuned.binds()).hasSize(1).first().satisfies(bind -> {
            assertThat(bind.without()).as("tried, better, and past the limit").isNotNull();
            assertThat(bind.left()).isBetween(.03, .08);
        });
    }

    @Test
    void whatCostsNothingDoesNotBind() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {hills(setting), 1});
        Tuned tuned = tune(plays, THOUSAND, aim("max tokens_per_second", "itl_ms.p95 <= 85"), budget(60, 2, 1));
        assertThat(tuned.binds()).hasSize(1).first().satisfies(bind -> assertThat(bind.without()).isNull());
    }

    @Test
    void aLimitThatNeverHoldsIsNamedWithHowNearItCame() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {hills(setting), 10 + MadeUp.number(setting, "speed", 1)});
        Tuned tuned = tune(plays, THOUSAND, aim("max tokens_per_second", "itl_ms.p95 <= 10", "tokens_per_second >= 0"), budget(60, 2, 1));
        assertThat(tuned.best()).isNull();
        Tuned.Nearest nearest = Objects.requireNonNull(tuned.nearest());
        assertThat(nearest.missed()).extracting(Limit::text).containsExactly("itl_ms.p95 <= 10.00");
        assertThat(nearest.trial().mean(1)).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whereHalfOfThemCannotBeTheBestOfTheOthersIsFound(long seed) {
        MadeUp plays = new MadeUp(.02, setting -> MadeUp.number(setting, "size", 1) > 16 || MadeUp.number(setting, "speed", 1) > 12
                ? null
                : new double[] {hills(setting)});
        Tuned tuned = tune(plays, THOUSAND, aim("max tokens_per_second"), budget(100, 4, seed));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).contains("kind=b", "speed=3", "size=4", "flag=true");
        assertThat(tuned.trials()).anyMatch(trial -> "does not fit".equals(trial.refused()));
    }

    @Test
    void whereNothingCanBeItEndsAndHasNoAnswer() {
        Tuned tuned = tune(new MadeUp(0, setting -> null), THOUSAND, aim("max tokens_per_second"), budget(10, 2, 1));
        assertThat(tuned.best()).isNull();
        assertThat(tuned.nearest()).isNull();
        assertThat(tuned.trials()).isNotEmpty().allMatch(trial -> trial.refused() != null);
    }

    @Test
    void figuresThatAreNotThereAreNoAnswer() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {"d".equals(setting.get("kind")) ? 5 : Double.NaN});
        Tuned tuned = tune(plays, THOUSAND, aim("min tau_mean"), budget(40, 2, 1));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).contains("kind=d");
        Tuned none = tune(new MadeUp(0, setting -> new double[] {Double.NaN}), THOUSAND, aim("min tau_mean"), budget(20, 2, 1));
        assertThat(none.best()).isNull();
        assertThat(none.nearest()).isNull();
    }

    @Test
    void fewSettingsAreAllTriedAndNoneTwice() {
        MadeUp plays = new MadeUp(.1, setting -> new double[] {hills(setting)});
        Tuned tuned = tune(plays, List.of("speed=1..5", "kind=b"), aim("max tokens_per_second"), budget(100, 4, 1));
        assertThat(tuned.trials()).hasSize(6);
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).contains("speed=3");
        Tuned one = tune(plays, List.of("speed=7"), aim("max tokens_per_second"), budget(100, 4, 1));
        assertThat(one.trials()).hasSize(2);
    }

    @Test
    void figuresBelowZeroAndEqualOnesDoNoHarm() {
        MadeUp falling = new MadeUp(0, setting -> new double[] {-MadeUp.number(setting, "speed", 20)});
        assertThat(Objects.requireNonNull(tune(falling, THOUSAND, aim("max saved_by_typing_ms.p50"), budget(60, 2, 1)).best()).trial().mean(0)).isEqualTo(-1);
        MadeUp level = new MadeUp(0, setting -> new double[] {3});
        Tuned tuned = tune(level, THOUSAND, aim("max tokens_per_second"), budget(30, 2, 1));
        assertThat(Objects.requireNonNull(tuned.best()).sure()).isFalse();
        assertThat(tuned.best().level()).isPositive();
    }

    @Test
    void aSpaceTooLargeToListIsSearchedToo() {
        List<String> vary = IntStream.range(0, 8).mapToObj(knob -> "x" + knob + "=0..20").toList();
        MadeUp plays = new MadeUp(0, setting -> {
            double sum = 0;
            for (int knob = 0; knob < 8; knob++) {
                double apart = MadeUp.number(setting, "x" + knob, 0) - 12;
                sum += (knob < 3 ? 1 : .02) * apart * apart;
            }
            return new double[] {Math.exp(-sum / 200)};
        });
        Tuned tuned = tune(plays, vary, aim("max tokens_per_second"), budget(100, 1, 1));
        assertThat(tuned.written()).isGreaterThan(3e10);
        assertThat(Objects.requireNonNull(tuned.best()).trial().mean(0)).isGreaterThan(.8);
    }

    @Test
    void whoeverIsToldToStopSaysWhatThereIs() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {hills(setting)});
        Tuned tuned = Tune.run(plays, THOUSAND, null, aim("max tokens_per_second"), budget(100, 4, 1), new Follower() {
            @Override
            public void at(String what, int step, int steps) {}

            @Override
            public boolean goOn() {
                return plays.plays.get() < 60;
            }
        });
        assertThat(tuned.whole()).isFalse();
        assertThat(tuned.best()).isNotNull();
        assertThat(tuned.plays()).isLessThan(70);
    }

    @Test
    void aSettingThatBreaksDoesNotTakeTheOthersWithIt() {
        Plays plays = settings -> (Plays.Open) (_, _) -> {
            if (settings.contains("speed=4")) {
                throw new IllegalStateException("hop 1 is busy\ntwice");
            }
            return Optional.of(new Played(new double[] {settings.size()}, 0));
        };
        Tuned tuned = tune(plays, List.of("speed=1..5"), aim("max tokens_per_second"), budget(10, 2, 1));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).containsExactly("speed=1");
        assertThat(tuned.trials()).filteredOn(trial -> trial.refused() != null).singleElement()
                .satisfies(trial -> assertThat(trial.refused()).contains("hop 1 is busy; twice"));
    }

    @Test
    void whatAKnobIsWorthIsTold() {
        Tuned tuned = tune(new MadeUp(0, setting -> new double[] {hills(setting)}), THOUSAND, aim("max tokens_per_second"), budget(100, 2, 1));
        Tuned.Matter flag = tuned.matters().stream().filter(matter -> matter.path().equals("flag")).findFirst().orElseThrow();
        assertThat(flag.best()).isEqualTo("true");
        assertThat(Objects.requireNonNull(flag.worstAlone())).isEqualTo(new Tuned.With("false", 80));
    }

    @Test
    void whatIsTriedWholeIsNotGuessedAt() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {MadeUp.number(setting, "x", 1) * MadeUp.number(setting, "y", 1)});
        Tuned tuned = tune(plays, List.of("x=1..60", "y=1..40"), aim("max tokens_per_second"), budget(6000, 1, 1));
        assertThat(tuned.trials()).hasSize(2401);
        assertThat(Objects.requireNonNull(tuned.best()).trial().mean(0)).isEqualTo(2400);
    }

    /// Replications 0 and 1 take twice as long for every setting, so that after a first look each of them seems to miss the limit.
    @Test
    void hardFirstReplicationsTakeNoSettingBeyondALimit() {
        Plays plays = settings -> (Plays.Open) (replication, _) -> {
            int speed = settings.isEmpty() ? 1 : Integer.parseInt(settings.getFirst().substring("speed=".length()));
            double[] seen = {speed, (replication < 2 ? 2 : 1) * (60 + speed + .1 * Math.sin(7 * replication + speed))};
            return Optional.of(new Played(seen, 0));
        };
        Tuned tuned = tune(plays, List.of("speed=1..30"), aim("max tokens_per_second", "itl_ms.p95 <= 120"), budget(40, 8, 1));
        assertThat(Objects.requireNonNull(tuned.best()).trial().settings()).containsExactly("speed=30");
        assertThat(tuned.matters().getFirst().best()).isEqualTo("30");
    }

    @Test
    void theBestOfManyThatAreEqualIsNotSure() {
        Plays plays = settings -> (Plays.Open) (replication, _) -> Optional.of(new Played(
                new double[] {100 + new Random(settings.hashCode() * 31L + replication).nextGaussian()}, 0));
        for (long seed = 1; seed <= 5; seed++) {
            Tuned tuned = tune(plays, List.of("speed=1.." + (30 + seed)), aim("max tokens_per_second"), budget(60, 8, seed));
            Tuned.Best best = Objects.requireNonNull(tuned.best());
            assertThat(best.fresh()).isTrue();
            assertThat(best.sure()).isFalse();
        }
    }

    @Test
    void oneThatIsNoisyEnoughToBeTheBestKeepsItFromBeingSure() {
        Plays plays = settings -> (Plays.Open) (replication, _) -> {
            double of = switch (settings.isEmpty() ? "" : settings.getFirst()) {
                case "kind=a" -> 100;
                case "kind=b" -> 99;
                case "kind=noisy" -> 98 + (replication % 2 == 0 ? 10 : -10);
                case "kind=c" -> 97.4;
                default -> 1;
            };
            return Optional.of(new Played(new double[] {of}, 0));
        };
        Tuned.Best best = Objects.requireNonNull(
                tune(plays, List.of("kind=a,b,noisy,c,d,e,f"), aim("max tokens_per_second"), budget(10, 8, 1)).best());
        assertThat(Objects.requireNonNull(best.lead()).ahead()).isTrue();
        assertThat(best.level()).isEqualTo(1);
        assertThat(best.sure()).isFalse();
    }

    @Test
    void aLimitThatIsKeptByChanceMaybeIsSaidToBe() {
        Plays plays = settings -> (Plays.Open) (replication, _) -> Optional.of(new Played(
                new double[] {settings.size(), 84 + (replication % 2 == 0 ? 30 : -30)}, 0));
        Tuned tuned = tune(plays, List.of("speed=1..3"), aim("max tokens_per_second", "itl_ms.p95 <= 85"), budget(10, 8, 1));
        assertThat(tuned.binds().getFirst().figure().mean()).isEqualTo(84);
        assertThat(tuned.binds().getFirst().sure()).isFalse();
    }

    @Test
    void whoeverEndsItEarlyIsNotToldThatNothingIsBetterThanTheScenarioAsItStands() {
        MadeUp plays = new MadeUp(0, setting -> new double[] {MadeUp.number(setting, "speed", 1)});
        Tuned tuned = Tune.run(plays, List.of("speed=1..16"), null, aim("max tokens_per_second"), new Budget(100, 8, 1, 1), new Follower() {
            @Override
            public void at(String what, int step, int steps) {}

            @Override
            public boolean goOn() {
                return plays.plays.get() < 8 + 2 * 16;
            }
        });
        assertThat(tuned.whole()).isFalse();
        assertThat(Objects.requireNonNull(tuned.best()).trial().mean(0)).isGreaterThan(8);
        assertThat(tuned.best().sure()).isFalse();
    }
}
