package nmos.live.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.live.typing.TextPieces;
import nmos.live.typing.TokenScript;
import nmos.live.typing.TypedSession;
import nmos.scenarios.Workload;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// The tokens of every session: the conversation, the prompt as it is being typed, what a draft completed it with, and the reply.
/// Loop thread.
final class Texts {
    private static final int[] NOTHING = {};

    private static final class Text {
        final TypedSession typed;
        @Nullable TokenScript script;
        int turn = -1;
        int[] before = NOTHING;
        int[] prompt = NOTHING;
        /// Tokens a draft expects from position `completedAt` on.
        int[] completion = NOTHING;
        int completedAt;
        /// The reply begins at this position; it may have begun before the prompt was typed to its end.
        int replyAt;
        int[] reply = NOTHING;
        /// Tokens of it that the person sees.
        int shown;
        /// Tokens the person sees after these that nobody has verified.
        int[] unverified = NOTHING;

        Text(TypedSession typed) {
            this.typed = typed;
        }
    }

    private final List<Text> texts = new ArrayList<>();
    private boolean madeUp;

    Texts(Workload workload, int replication, TextPieces pieces, long seed) {
        for (int session = 0; session < workload.sessions(); session++) {
            texts.add(new Text(new TypedSession(workload, session, replication, pieces, seed)));
        }
    }

    TurnScript begin(int session, int turn) {
        Text text = texts.get(session);
        if (text.turn >= 0) {
            text.typed.conversation().typed(text.prompt);
            text.typed.conversation().replied(Arrays.copyOf(text.reply, text.shown));
        }
        TokenScript script = text.typed.begin();
        madeUp |= script.madeUp();
        text.script = script;
        text.turn = turn;
        text.before = text.typed.conversation().ids();
        text.prompt = NOTHING;
        text.completion = NOTHING;
        text.reply = NOTHING;
        text.shown = 0;
        text.unverified = NOTHING;
        return script;
    }

    int turn(int session) {
        return Math.max(0, texts.get(session).turn);
    }

    /// Some of the text nobody wrote.
    boolean madeUp() {
        return madeUp;
    }

    /// The prompt is as the script has it now. How many of the tokens that were expected were typed.
    int typed(int session, TurnScript.Step step) {
        Text text = texts.get(session);
        TokenScript script = text.script;
        if (script == null) {
            throw new IllegalStateException("session " + session + " has begun no turn");
        }
        text.prompt = script.tokens();
        int from = text.completedAt - text.before.length;
        if (step.changed() < from || step.total() < from) {
            text.completion = NOTHING;
        }
        int right = 0;
        while (right < text.completion.length
                && from + right < text.prompt.length
                && text.completion[right] == text.prompt[from + right]) {
            right++;
        }
        return right;
    }

    void completed(int session, int at, int[] tokens) {
        Text text = texts.get(session);
        text.completedAt = at;
        text.completion = tokens;
    }

    /// Tokens `[from, to)` of the conversation and the prompt; those past its end are what it was completed with.
    int[] tokens(int session, int from, int to) {
        Text text = texts.get(session);
        int[] tokens = new int[to - from];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = token(text, from + i);
        }
        return tokens;
    }

    private static int token(Text text, int position) {
        if (position < text.before.length) {
            return text.before[position];
        }
        int typed = position - text.before.length;
        if (typed < text.prompt.length) {
            return text.prompt[typed];
        }
        int expected = position - text.completedAt;
        if (expected < 0 || expected >= text.completion.length) {
            throw new IllegalStateException("position " + position + " is neither typed nor expected");
        }
        return text.completion[expected];
    }

    /// All that is typed.
    int[] typed(int session) {
        Text text = texts.get(session);
        return tokens(session, 0, text.before.length + text.prompt.length);
    }

    /// All that is known, the reply included.
    int[] known(int session) {
        Text text = texts.get(session);
        if (text.reply.length == 0) {
            return typed(session);
        }
        int[] known = Arrays.copyOf(tokens(session, 0, text.replyAt), text.replyAt + text.reply.length);
        System.arraycopy(text.reply, 0, known, text.replyAt, text.reply.length);
        return known;
    }

    /// The last token that is known of the reply.
    int last(int session) {
        int[] reply = texts.get(session).reply;
        return reply[reply.length - 1];
    }

    void replyBegins(int session, int at) {
        Text text = texts.get(session);
        text.replyAt = at;
        text.reply = NOTHING;
        text.shown = 0;
    }

    void said(int session, int... tokens) {
        Text text = texts.get(session);
        int length = text.reply.length;
        text.reply = Arrays.copyOf(text.reply, length + tokens.length);
        System.arraycopy(tokens, 0, text.reply, length, tokens.length);
    }

    /// The person sees so many tokens more: those.
    int[] shown(int session, int tokens) {
        Text text = texts.get(session);
        text.shown += tokens;
        text.unverified = NOTHING;
        return Arrays.copyOfRange(text.reply, text.shown - tokens, text.shown);
    }

    /// All that is known, and the first `count` of the tokens that nobody has verified after what is shown.
    int[] withUnverified(int session, int count) {
        Text text = texts.get(session);
        // A reply that was begun early counts from when it is shown: it may be the reply to something else.
        int[] sure = text.shown == 0 ? typed(session) : Arrays.copyOf(known(session), text.replyAt + text.shown);
        if (count == 0) {
            text.unverified = NOTHING;
        }
        int[] all = Arrays.copyOf(sure, sure.length + count);
        System.arraycopy(text.unverified, 0, all, sure.length, count);
        return all;
    }

    void shownUnverified(int session, int token) {
        Text text = texts.get(session);
        text.unverified = Arrays.copyOf(text.unverified, text.unverified.length + 1);
        text.unverified[text.unverified.length - 1] = token;
    }

    int[] reply(int session) {
        return texts.get(session).reply.clone();
    }

    int replyAt(int session) {
        return texts.get(session).replyAt;
    }
}
