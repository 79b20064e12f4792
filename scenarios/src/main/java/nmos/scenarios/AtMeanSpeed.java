package nmos.scenarios;

import java.util.ArrayList;
import java.util.List;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import nmos.traces.stats.MeanSpeed;

/// The same prompts as a model of mean words a minute has them typed: key after key at one speed, with no pause, no mistake and
/// nothing pasted, and submitted with the last key.
final class AtMeanSpeed {
    /// Five letters and a space.
    private static final int WORD = 6;

    private AtMeanSpeed() {}

    static List<TypedTurn> of(List<TypedTurn> turns, MeanSpeed mean) {
        List<TypedTurn> flat = new ArrayList<>();
        int before = 0;
        for (TypedTurn turn : turns) {
            flat.add(flat(turn, turn.begin().again() ? before : 0, mean));
            before = turn.promptLength();
        }
        return flat;
    }

    private static TypedTurn flat(TypedTurn turn, int before, MeanSpeed mean) {
        List<TraceEvent> keys = new ArrayList<>();
        long beganNs = turn.begin().ns();
        long lastNs = beganNs;
        for (int at = before; at < turn.promptLength(); at++) {
            lastNs = beganNs + mean.claimedNs(at - before + 1);
            KeyClass key = at % WORD == WORD - 1 ? KeyClass.SPACE : KeyClass.LETTER;
            keys.add(new TraceEvent.Key(lastNs, turn.session(), at, new Inserted.Typed(key)));
        }
        long submitNs = turn.submitted() ? lastNs : TypedTurn.NEVER;
        // Where something was taken away and nothing put in its place, the prompt is shorter from the start.
        return new TypedTurn(turn.begin(), turn.number(), keys, submitNs, Math.max(before, turn.promptLength()));
    }
}
