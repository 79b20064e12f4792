package nmos.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import nmos.harness.grid.Estimate;
import nmos.harness.grid.Metric;
import nmos.harness.tune.Aim;
import nmos.harness.tune.Digits;
import nmos.harness.tune.Lead;
import nmos.harness.tune.Limit;
import nmos.harness.tune.Standing;
import nmos.harness.tune.Trial;
import nmos.harness.tune.Tuned;

/// What a search came to, for people.
final class TuneText {
    private static final int SHOWN = 10;
    private static final int LONGEST = 160;

    private final Tuned tuned;
    private final Aim aim;
    private final StringBuilder out = new StringBuilder();

    private TuneText(Tuned tuned) {
        this.tuned = tuned;
        aim = tuned.aim();
    }

    /// `chosen`: nobody said which fields to vary.
    static String plain(String scenario, Tuned tuned, boolean chosen) {
        TuneText text = new TuneText(tuned);
        text.all(scenario, chosen);
        return text.out.toString();
    }

    private void all(String scenario, boolean chosen) {
        out.append(scenario).append(": ").append(aim.goal().text());
        aim.limits().forEach(limit -> out.append(", ").append(limit.text()));
        out.append('\n');
        line(chosen ? "varied, as usual" : "varied", tuned.varied().stream()
                .map(knob -> knob.path() + " (" + knob.values() + ")")
                .collect(Collectors.joining(", ")));
        tried();
        line("as it stands", figures(tuned.asItStands()));
        Tuned.Best best = tuned.best();
        if (best != null) {
            best(best);
        } else {
            nothing();
        }
        table();
        matters();
    }

    private void tried() {
        List<Trial> refused = tuned.trials().stream().filter(trial -> trial.refused() != null).toList();
        line("tried", String.format(Locale.ROOT, "%d of %.0f settings, %d replications in all%s",
                tuned.trials().size() - refused.size(), tuned.written(), tuned.plays(), tuned.whole() ? "" : "; interrupted"));
        if (!refused.isEmpty()) {
            line("", refused.size() + " more cannot be, the first since " + shortened(String.valueOf(refused.getFirst().refused())));
        }
    }

    private void best(Tuned.Best best) {
        line("best", figures(best.trial()));
        line("", best.trial().number() == 0 ? "the scenario as it stands" : settings(best.trial()));
        Lead gained = best.gained();
        if (gained != null) {
            line("", interval(Math.abs(gained.mean()), gained.halfWidth()) + (gained.mean() < 0 ? " less" : " more") + " than as it stands");
        }
        Trial second = best.runnerUp();
        Lead lead = best.lead();
        if (second == null || lead == null) {
            line("runner-up", "none that was played as often and keeps the limits");
        } else {
            line("runner-up", figures(second));
            line("", second.number() == 0 ? "the scenario as it stands" : settings(second));
            line("how sure", sure(best, lead));
        }
        for (int i = 0; i < tuned.binds().size(); i++) {
            line(i == 0 ? "limits" : "", bind(tuned.binds().get(i)));
        }
    }

    private String sure(Tuned.Best best, Lead lead) {
        if (!best.fresh()) {
            return "not known: it was interrupted before the best were played again with other chances";
        }
        if (lead.pairs() < 2) {
            return "not known: it takes --replications 2 or more";
        }
        String apart = "best less runner-up " + interval(lead.mean(), lead.halfWidth()) + " over " + lead.pairs() + " pairs of replications that the search did not know, 95 %"
                + (lead.compared() == 1 ? "" : " for all " + lead.compared() + " that were compared");
        if (best.sure()) {
            return apart + ": not by chance";
        }
        return apart + (best.level() > 1 ? ": as good as " + best.level() + " others" : ": may be chance");
    }

    private String bind(Tuned.Bind bind) {
        String state = bind.limit().text() + ": " + interval(bind.figure()) + ", "
                + String.format(Locale.ROOT, "%.1f %% left", 100 * bind.left());
        state += bind.sure() || bind.figure().count() < 2 ? "" : ", kept by chance maybe";
        Trial without = bind.without();
        if (without == null) {
            return state + "; costs nothing of what was tried";
        }
        return state + "; binds: without it " + Digits.of(bind.withoutFigure()) + " with " + shortened(settings(without));
    }

    private void nothing() {
        Tuned.Nearest nearest = tuned.nearest();
        if (nearest == null && tuned.trials().stream().allMatch(trial -> trial.refused() != null)) {
            line("best", "none: nothing that was tried can be, see above");
            return;
        }
        if (tuned.trials().stream().allMatch(trial -> trial.replications() == 0)) {
            line("best", "none: it was interrupted before anything had been played");
            return;
        }
        if (nearest == null) {
            line("best", "none: no setting that was tried has " + aim.metrics().stream().map(Metric::name).collect(Collectors.joining(" and "))
                    + " without failed turns");
            return;
        }
        if (nearest.missed().isEmpty()) {
            return;
        }
        line("best", "none keeps to " + aim.limits().stream().map(Limit::text).collect(Collectors.joining(" and ")));
        line("nearest", figures(nearest.trial()));
        line("", nearest.trial().number() == 0 ? "the scenario as it stands" : settings(nearest.trial()));
        nearest.missed().forEach(limit -> line("", "misses " + limit.text() + String.format(Locale.ROOT, " by %.1f %%",
                100 * limit.missedBy(nearest.trial().mean(index(limit.metric()))))));
    }

    private void table() {
        List<Trial> best = tuned.ranked().stream().limit(SHOWN).toList();
        if (best.isEmpty()) {
            return;
        }
        out.append('\n').append(String.format(Locale.ROOT, "%5s %5s", "no.", "repl."));
        aim.metrics().forEach(metric -> out.append(String.format(Locale.ROOT, " %" + width(metric) + "s", metric.name())));
        out.append("  settings\n");
        for (Trial trial : best) {
            out.append(String.format(Locale.ROOT, "%5d %5d", trial.number(), trial.replications()));
            for (int metric = 0; metric < aim.metrics().size(); metric++) {
                out.append(String.format(Locale.ROOT, " %" + width(aim.metrics().get(metric)) + "s", Digits.of(trial.mean(metric))));
            }
            out.append("  ").append(trial.number() == 0 ? "as it stands" : String.join(" ", trial.settings()));
            out.append(Standing.of(trial, aim) == Standing.KEEPS ? "\n" : " (" + Standing.of(trial, aim).words + ")\n");
        }
    }

    private static int width(Metric metric) {
        return Math.max(10, metric.name().length());
    }

    /// What each knob cost at its worst.
    private void matters() {
        Tuned.Best best = tuned.best();
        if (best == null || tuned.matters().isEmpty()) {
            return;
        }
        int widest = tuned.matters().stream().mapToInt(matter -> matter.path().length()).max().orElse(0);
        out.append("\nwhat each is worth, of what was tried\n");
        for (Tuned.Matter matter : tuned.matters()) {
            List<String> parts = new ArrayList<>();
            Tuned.With alone = matter.worstAlone();
            if (alone != null) {
                parts.add(alone.value() + " alone instead of " + matter.best() + ": " + Digits.of(alone.figure()) + change(alone.figure(), best));
            } else if (matter.best() == null) {
                parts.add(best.trial().among() ? "has no say in the best" : "the best is the scenario as it stands, not all of which is among the values");
            }
            Tuned.With worst = matter.worstBest();
            if (worst != null) {
                parts.add("best found with " + worst.value() + ": " + Digits.of(worst.figure()) + change(worst.figure(), best));
            }
            out.append(String.format(Locale.ROOT, "  %-" + widest + "s  %s%n", matter.path(), parts.isEmpty() ? "nothing to compare with was tried" : String.join("; ", parts)));
        }
    }

    private static String change(double figure, Tuned.Best best) {
        double of = best.trial().mean(0);
        return of == 0 ? "" : String.format(Locale.ROOT, " (%+.1f %%)", 100 * (figure - of) / Math.abs(of));
    }

    private int index(Metric metric) {
        return aim.metrics().stream().map(Metric::name).toList().indexOf(metric.name());
    }

    private String figures(Trial trial) {
        if (trial.refused() != null) {
            return "cannot be: " + shortened(trial.refused());
        }
        if (trial.replications() == 0) {
            return "not played yet";
        }
        List<String> figures = new ArrayList<>();
        for (int metric = 0; metric < aim.metrics().size(); metric++) {
            figures.add(aim.metrics().get(metric).name() + " " + figure(trial, metric));
        }
        String failed = trial.failedTurns() > 0 ? "; " + trial.failedTurns() + " turns failed" : "";
        return String.join(", ", figures) + failed;
    }

    static String figure(Trial trial, int metric) {
        return trial.replications() == 0 ? "not played yet" : interval(trial.estimate(metric));
    }

    private static String interval(Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return "- (no such figure)";
        }
        return interval(estimate.mean(), estimate.halfWidth95());
    }

    private static String interval(double mean, double halfWidth) {
        return Digits.of(mean) + (Double.isNaN(halfWidth) ? "" : " +-" + Digits.of(halfWidth));
    }

    private static String settings(Trial trial) {
        return trial.settings().stream().map(setting -> "--set " + CommandWords.quoted(setting)).collect(Collectors.joining(" "));
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private void line(String head, String text) {
        out.append(String.format(Locale.ROOT, "%-16s %s%n", head, text));
    }
}
