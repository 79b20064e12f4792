package nmos.world.typing;

import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.traces.TypedTurn;

/// What everybody types, turn after turn. For one run.
@FunctionalInterface
public interface Scripts {
    /// The session's turn of that number; asked for in their order.
    TurnScript begin(int session, int turn);

    /// As the workload has it, without any text: tokens follow from characters, or come at a constant rate.
    static Scripts of(Workload workload, int replication) {
        Typed typed = workload.typed();
        if (typed == null) {
            return (_, _) -> new SteadyTurn(workload);
        }
        List<List<TypedTurn>> turns = new ArrayList<>();
        for (int session = 0; session < workload.sessions(); session++) {
            turns.add(typed.turns(session, replication));
        }
        return (session, turn) -> new TracedTurn(
                turns.get(session).get(turn),
                turn == 0 ? 0 : turns.get(session).get(turn - 1).promptLength());
    }
}
