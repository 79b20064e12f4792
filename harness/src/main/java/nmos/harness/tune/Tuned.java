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

    /// The best setting. `lead`: its figure of the goal less that of the runner-up, by replication; `level`: settings as often played that chance may have put
    /// behind it, the runner-up one of them. `gained`: the same less that of the scenario as it stands, null where that has no figure.
    public record Best(Trial trial, @Nullable Trial runnerUp, @Nullable Estimate lead, int level, @Nullable Estimate gained) {
        /// Whether the runner-up is behind for another reason than chance.
        public boolean sure() {
            return lead != null && Math.abs(lead.mean()) > lead.halfWidth95();
        }
    }

    /// Where nothing keeps the limits: the setting that misses them least, and which of them it misses.
    public record Nearest(Trial trial, List<Limit> missed) {}

    /// What one knob is worth, of what was tried. `best`: its value in the best setting. `worstAlone`: the worst outcome of those that differ from the
    /// best in this knob alone; `worstBest`: its value for which the best that was found is worst, and that outcome. Null where nothing was tried.
    public record Matter(String path, @Nullable String best, @Nullable With worstAlone, @Nullable With worstBest) {}

    /// A value of a knob and the figure of the goal that came with it.
    public record With(String value, double figure) {}

    /// What stands between the best and something better: `without` is the best of those that miss this limit alone. Null where none of those
    /// tried is better, so that the limit costs nothing. `left`: the best's distance to it, as a share.
    public record Bind(Limit limit, double figure, double left, @Nullable Trial without) {}

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
