package nmos.live.typing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.scenarios.Workload;
import nmos.world.typing.Scripts;
import nmos.world.typing.TurnScript;

/// What everybody types, counted in the tokens of a model's tokenizer, for a world that knows no text: replies are as long as the
/// workload says, whatever they say.
public final class TokenisedScripts implements Scripts {
    private static final int[] NOTHING = {};

    private final List<TypedSession> sessions = new ArrayList<>();
    /// By session, its turn before.
    private final Map<Integer, TokenScript> latest = new HashMap<>();

    public TokenisedScripts(Workload workload, int replication, TextPieces pieces, long seed) {
        for (int session = 0; session < workload.sessions(); session++) {
            sessions.add(new TypedSession(workload, session, replication, pieces, seed));
        }
    }

    @Override
    public TurnScript begin(int session, int turn) {
        TypedSession typed = sessions.get(session);
        TokenScript before = latest.get(session);
        if (before != null) {
            typed.conversation().typed(before.submitted());
            typed.conversation().replied(
                    before.submitAfterNs() == TurnScript.NEVER ? NOTHING : new int[before.replyTokens()]);
        }
        TokenScript script = typed.begin();
        latest.put(session, script);
        return script;
    }
}
