package nmos.world.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which part of a tape a reply is played from: the one that is recorded of its turn; of a turn that is not on the tape, the one
/// whose number is session plus turn, round the tape.
final class TapedTurns {
    private final Map<TapedTurn, Integer> parts = new HashMap<>();
    private final int count;

    /// `turns`: one for each part, or none where nobody knows.
    TapedTurns(List<TapedTurn> turns, int count) {
        this.count = count;
        for (int part = 0; part < turns.size(); part++) {
            parts.put(turns.get(part), part);
        }
    }

    int part(Cursor at) {
        Integer recorded = parts.isEmpty() ? null : parts.get(new TapedTurn(at.session(), at.turn()));
        return recorded != null ? recorded : (int) (((long) at.session() + at.turn()) % count);
    }

    /// @throws IllegalArgumentException where the turns are not one for each of `count` parts, none twice
    static void check(List<TapedTurn> turns, int count, String parts) {
        if (turns.size() != count) {
            throw new IllegalArgumentException(turns.size() + " turns of " + count + " " + parts + ": one for each is needed");
        }
        Map<TapedTurn, Boolean> seen = new HashMap<>();
        for (TapedTurn turn : turns) {
            if (seen.put(turn, true) != null) {
                throw new IllegalArgumentException("session " + turn.session() + " turn " + turn.turn() + " is there twice");
            }
        }
    }
}
