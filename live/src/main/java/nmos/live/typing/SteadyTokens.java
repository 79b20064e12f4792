package nmos.live.typing;

import java.util.Arrays;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.Workload;
import nmos.world.typing.SteadyTurn;

/// A prompt typed token by token at a constant rate, in the steps of [SteadyTurn], of tokens that are made up: ordinary text of
/// the vocabulary, another for each seed, session and turn.
public final class SteadyTokens implements TokenScript {
    private final SteadyTurn steady;
    private final Tokenizer tokenizer;
    private final int[] submitted;
    private int typed;

    /// `start`: the tokens that the prompt begins with, see [Conversation#promptStart]. They are some of the workload's
    /// `promptTokens`.
    public SteadyTokens(Workload workload, int[] start, Tokenizer tokenizer, long seed, int session, int turn) {
        this.tokenizer = tokenizer;
        steady = new SteadyTurn(workload);
        submitted = MadeUpTokens.of(new MadeUpText(seed, session, turn), tokenizer, start, workload.promptTokens());
    }

    @Override
    public int steps() {
        return steady.steps();
    }

    @Override
    public Step next() {
        Step step = steady.next();
        typed = step.total();
        return step;
    }

    @Override
    public long submitAfterNs() {
        return steady.submitAfterNs();
    }

    @Override
    public int promptTokens() {
        return steady.promptTokens();
    }

    @Override
    public int replyTokens() {
        return steady.replyTokens();
    }

    @Override
    public boolean again() {
        return steady.again();
    }

    @Override
    public int[] tokens() {
        return Arrays.copyOf(submitted, typed);
    }

    @Override
    public int[] submitted() {
        return submitted.clone();
    }

    @Override
    public String text() {
        return tokenizer.decode(tokens());
    }

    @Override
    public boolean madeUp() {
        return true;
    }
}
