package nmos.world.modelled;

import nmos.policy.experts.ExpertKnobs;
import nmos.scenarios.RouteTape;
import nmos.scenarios.RoutingSpec;
import org.jspecify.annotations.Nullable;

/// What is known of a mixture's routers beside how often each expert is visited. `foreseenPpm`: of the experts the next layer will
/// need, the share that a guess from this layer names; 0: nobody guesses, or nobody would fetch what is guessed. `tape`: what routers
/// chose in a run; without one it is drawn.
public record Routers(int foreseenPpm, @Nullable RouteTape tape) {
    /// Drawn, and never guessed.
    public static final Routers DRAWN = new Routers(0, null);

    public static Routers of(RoutingSpec routing, @Nullable ExpertKnobs experts) {
        return new Routers(experts != null && experts.ahead() ? routing.foreseenPpm() : 0, routing.tape());
    }
}
