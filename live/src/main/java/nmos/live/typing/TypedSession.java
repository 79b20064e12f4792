package nmos.live.typing;

import java.util.List;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.traces.TypedTurn;
import org.jspecify.annotations.Nullable;

/// What one person types, turn after turn, and the conversation it becomes: the turns of the workload with their tokens, begun as
/// the simulator begins them. The world tells the conversation what is typed and verified. For one thread.
public final class TypedSession {
    private final Workload workload;
    private final int session;
    private final List<TypedTurn> recorded;
    private final int turns;
    private final TextPieces pieces;
    private final long seed;
    private final Conversation conversation;
    private int turn = -1;
    private String previous = "";

    /// `seed`: of the run and its replication. The same gives the same text.
    public TypedSession(Workload workload, int session, int replication, TextPieces pieces, long seed) {
        this.workload = workload;
        this.session = session;
        this.pieces = pieces;
        this.seed = seed;
        Typed typed = workload.typed();
        recorded = typed == null ? List.of() : typed.turns(session, replication);
        turns = typed == null ? workload.turns() : recorded.size();
        conversation = new Conversation(pieces.tokenizer(), workload.sharedPrefixTokens(), seed);
    }

    public int turns() {
        return turns;
    }

    public boolean hasNext() {
        return turn + 1 < turns;
    }

    /// The next turn as recorded, or null where all turns are alike.
    public @Nullable TypedTurn upcoming() {
        return recorded.isEmpty() ? null : recorded.get(turn + 1);
    }

    /// Begins the next turn.
    public TokenScript begin() {
        if (!hasNext()) {
            throw new IllegalStateException("session " + session + " has no turn after " + turns);
        }
        TypedTurn typed = upcoming();
        turn++;
        conversation.begin(typed != null && typed.begin().again(), workload.freshContext());
        int[] start = conversation.promptStart();
        if (typed == null) {
            return new SteadyTokens(workload, start, pieces.tokenizer(), seed, session, turn);
        }
        var script = new TokenisedTurn(typed, previous, start, pieces, seed);
        previous = script.submittedText();
        return script;
    }

    public Conversation conversation() {
        return conversation;
    }

    /// The most tokens that a session of the workload holds at once, if replies are as long as told: what its KV has to have
    /// room for. Types all of it, so a trace's own counts and rates do not matter.
    public static int contextTokens(Workload workload, int session, int replication, TextPieces pieces, long seed) {
        var all = new TypedSession(workload, session, replication, pieces, seed);
        int most = 0;
        while (all.hasNext()) {
            TokenScript script = all.begin();
            most = Math.max(most, all.conversation.length() + mostTyped(script) + script.replyTokens());
            all.conversation.typed(script.submitted());
            all.conversation.replied(new int[script.submitAfterNs() == TokenScript.NEVER ? 0 : script.replyTokens()]);
        }
        return most;
    }

    /// A prompt may have been longer before it was submitted.
    private static int mostTyped(TokenScript script) {
        int most = script.promptTokens();
        for (int step = script.steps(); step > 0; step--) {
            most = Math.max(most, script.next().total());
        }
        return most;
    }
}
