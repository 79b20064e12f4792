package nmos.live.typing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import nmos.world.typing.TurnScript;

/// A turn of a trace with the tokens of its text. They win over what the trace recorded: its own count of the prompt's
/// tokens came from another tokenizer, or another text.
///
/// `stable` is what no more typing at the end can change. It so lies before the last word as long as no space or mark follows
/// it, even one that was pasted or submitted once.
public final class TokenisedTurn implements TokenScript {
    private record Played(PromptText.Change change, long afterNs, boolean edits) {}

    private final TypedTurn turn;
    private final List<Played> played;
    private final String submittedText;
    private final boolean madeUp;
    private final int[] submitted;
    private final int[] start;
    private final TokenisedText prompt;
    private final boolean begun;
    private boolean told;
    private int next;

    /// `previous`: the prompt submitted before, which this one starts out with if it is that again. `start`: tokens that the
    /// prompt has before its text, see [Conversation#promptStart]. Text that is made up depends on the seed and on the turn's
    /// place in its trace.
    public TokenisedTurn(TypedTurn turn, String previous, int[] start, TextPieces pieces, long seed) {
        this.turn = turn;
        this.start = start.clone();
        String text = turn.begin().again() ? previous : "";
        var growing = new PromptText(turn, text, new MadeUpText(seed, turn.session(), turn.number()));
        played = new ArrayList<>(growing.changes());
        for (int change = 0; change < growing.changes(); change++) {
            TraceEvent event = growing.upcoming();
            played.add(new Played(growing.apply(), event.ns() - turn.begin().ns(), !(event instanceof TraceEvent.Key)));
        }
        submittedText = growing.text();
        madeUp = growing.madeUp();
        prompt = new TokenisedText(pieces, text);
        begun = !text.isEmpty();
        told = !begun;
        submitted = started(pieces.tokenizer().encode(submittedText, false, false));
    }

    /// One for what is there at the start, if anything is; and one for each change.
    @Override
    public int steps() {
        return played.size() + (begun ? 1 : 0);
    }

    @Override
    public Step next() {
        if (!told) {
            told = true;
            int total = start.length + prompt.total();
            return new Step(0, true, total, start.length + prompt.stable(), total);
        }
        Played now = played.get(next);
        int differs = prompt.change(now.change().at(), now.change().removed(), now.change().inserted());
        int changed = next == 0 && !begun ? 0 : start.length + differs;
        next++;
        return new Step(
                now.afterNs(), now.edits(), start.length + prompt.total(), start.length + prompt.stable(), changed);
    }

    @Override
    public long submitAfterNs() {
        return turn.submitted() ? turn.submitNs() - turn.begin().ns() : NEVER;
    }

    @Override
    public int promptTokens() {
        return submitted.length;
    }

    @Override
    public int replyTokens() {
        return turn.begin().replyTokens();
    }

    @Override
    public boolean again() {
        return turn.begin().again();
    }

    @Override
    public int[] tokens() {
        return started(prompt.tokens());
    }

    @Override
    public int[] submitted() {
        return submitted.clone();
    }

    @Override
    public String text() {
        return prompt.text();
    }

    /// The text as it is submitted or left.
    public String submittedText() {
        return submittedText;
    }

    @Override
    public boolean madeUp() {
        return madeUp;
    }

    private int[] started(int[] text) {
        return IntStream.concat(Arrays.stream(start), Arrays.stream(text)).toArray();
    }
}
