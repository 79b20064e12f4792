package nmos.harness.tune;

import java.util.List;
import nmos.harness.grid.Estimate;
import org.jspecify.annotations.Nullable;

/// What a search came to. `whole`: nobody stopped it. `written`: settings that the knobs span; `ranked`: those whose figures
/// say something, best first; `asItStands`: the scenario without any setting. `best` is null
/// where nothing keeps the limits.
public record Tuned(
        Aim aim,
        List<Varied> varied,
        double written,
        boolean whole,
        List<Trial> trials,
        List<Trial> ranked,
        Trial asItStands,
        @Nullable Best best,
        @Nullable Nearest nearest,
        List<Matter> matters,
        List<Bind> binds) {

    /// A field and how many values it may have.
    public record Varied(String path, int values) {}

    /// The best setting. `lead`: its figure of the goal less that of the runner-up; `level`: settings that it is not ahead of for another reason than
    /// chance; `gained`: the same less that of the scenario as it stands, null where that has no figure. `fresh`: all of this was seen with
    /// replications that the search did not know; otherwise somebody ended it before.
    public record Best(Trial trial, @Nullable Trial runnerUp, @Nullable Lead lead, int level, @Nullable Lead gained, boolean fresh) {
        /// Whether all others are behind for another reason than chance.
        public boolean sure() {
            return fresh && lead != null && lead.ahead() && level == 0;
        }
    }

    /// Where nothing keeps the limits: the setting that misses them least, and which of them it misses.
    public record Nearest(Trial trial, List<Limit> missed) {}

    /// What one knob is worth, of what was tried. `best`: its value in the best setting. `worstAlone`: the worst outcome of those that differ from
    /// the best in this knob alone; `worstBest`: its value for which the best that was found is worst, and that outcome. Null where nothing was
    /// tried.
    public record Matter(String path, @Nullable String best, @Nullable With worstAlone, @Nullable With worstBest) {}

    /// A value of a knob and the figure of the goal that came with it.
    public record With(String value, double figure) {}

    /// What stands between the best and something better: `without` is the best of those that miss this limit alone, and `withoutFigure` its figure
    /// of the goal. Null where none of those tried is better, so that the limit costs nothing. `figure`: the best's own, over the replications that
    /// the search did not know where there are any; `left`: its distance to the limit, as a share.
    public record Bind(Limit limit, Estimate figure, double left, @Nullable Trial without, double withoutFigure) {
        /// Whether the limit is kept for another reason than chance.
        public boolean sure() {
            return limit.holds(figure.mean() + (limit.atMost() ? 1 : -1) * figure.halfWidth95());
        }
    }

    public Tuned {
        varied = List.copyOf(varied);
        trials = List.copyOf(trials);
        ranked = List.copyOf(ranked);
        matters = List.copyOf(matters);
        binds = List.copyOf(binds);
    }

    /// Replications played in all.
    public int plays() {
        return trials.stream().mapToInt(Trial::replications).sum();
    }
}
