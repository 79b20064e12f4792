package nmos.scenarios;

import nmos.policy.Visits;
import org.jspecify.annotations.Nullable;

/// How the routers of a mixture of experts choose, as far as a scenario says it.
///
/// `zipfMilli`: the r-th most visited expert of a layer is visited in proportion to r to the power of minus so many thousandths; 0:
/// all alike. `repeatPpm`: the chance that a token goes where the token before went. `foreseenPpm`: of the experts the next layer
/// will need, the share that a guess from this layer names. `tape`: what was chosen in a run, in place of chances.
public record RoutingSpec(int zipfMilli, int repeatPpm, int foreseenPpm, @Nullable RouteTape tape) {
    /// Experts that are visited alike, by tokens that have nothing to do with each other: what routers are trained for.
    public static final RoutingSpec EVEN = new RoutingSpec(0, 0, 0, null);

    /// How often rows visit the experts of a layer, the `layer`-th of those that have any.
    Visits[] visits(int layer, int experts, int used) {
        int[] rowPpm = tape == null ? Popularity.zipf(layer, experts, used, zipfMilli) : tape.rowPpm(layer, experts);
        int repeats = tape == null ? repeatPpm : tape.repeatPpm(layer, experts);
        Visits[] visits = new Visits[experts];
        for (int expert = 0; expert < experts; expert++) {
            visits[expert] = new Visits(rowPpm[expert], repeats);
        }
        return visits;
    }
}
