package nmos.harness.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.live.tokens.Tokenizer;
import nmos.live.typing.TextPieces;
import nmos.live.typing.TokenScript;
import nmos.live.typing.TypedSession;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;

/// What is asked in a turn: the same text of every engine, which is what the live world makes its person type.
///
/// @param ids its tokens here, the start of the text included
/// @param text what they say, for an engine that adds the start itself
/// @param warm whether it is asked of an engine that has answered before, and counts
record Prompt(int turn, List<Integer> ids, String text, int replyTokens, boolean warm) {
    Prompt {
        ids = List.copyOf(ids);
    }

    /// All that are submitted, in order.
    static List<Prompt> of(Scenario scenario, Tokenizer tokenizer) {
        Workload workload = scenario.workload();
        var session = new TypedSession(workload, 0, 0, TextPieces.of(tokenizer), scenario.seed());
        List<Prompt> prompts = new ArrayList<>();
        for (int turn = 0; session.hasNext(); turn++) {
            TokenScript script = session.begin();
            if (script.submitAfterNs() != TokenScript.NEVER) {
                int[] ids = script.submitted();
                prompts.add(new Prompt(turn, Arrays.stream(ids).boxed().toList(), text(tokenizer, ids), script.replyTokens(),
                        turn >= workload.warmUpTurns()));
            }
        }
        return prompts;
    }

    private static String text(Tokenizer tokenizer, int[] ids) {
        int bos = tokenizer.vocabulary().bos();
        return tokenizer.decode(ids.length > 0 && ids[0] == bos ? Arrays.copyOfRange(ids, 1, ids.length) : ids);
    }

    /// Its tokens as an engine counts them that adds the start of the text itself.
    int[] idsWithoutStart(Tokenizer tokenizer) {
        return ids.stream().mapToInt(Integer::intValue).skip(!ids.isEmpty() && ids.getFirst() == tokenizer.vocabulary().bos() ? 1 : 0).toArray();
    }
}
