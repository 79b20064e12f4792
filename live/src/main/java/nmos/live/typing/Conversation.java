package nmos.live.typing;

import java.util.Arrays;
import java.util.Objects;
import nmos.live.tokens.Tokenizer;
import nmos.live.tokens.TokenizerModel;

/// All tokens of one session that are known: the conversation before the prompt, the prompt, and what is verified of the reply.
/// For one thread.
///
/// Many models want a token for the start of a text (BOS). It is a row that the oracle computes like any other, so it counts:
/// as the first of the shared prefix where there is one, else as the first token of the first prompt. A workload of so many
/// prefix and prompt tokens so has as many rows as in a simulation; a typed prompt at the very start has one token more than
/// its text.
public final class Conversation {
    private final int[] sharedPrefix;
    private final int[] startOfText;
    private int[] ids;
    private int before;
    private int prompt;
    private int length;
    private boolean begun;

    /// Every conversation of one seed begins with the same `sharedPrefixTokens` tokens, which are made up.
    public Conversation(Tokenizer tokenizer, int sharedPrefixTokens, long seed) {
        startOfText = startOfText(tokenizer);
        sharedPrefix = sharedPrefixTokens == 0
                ? new int[0]
                : MadeUpTokens.of(
                        new MadeUpText(seed, MadeUpText.NOBODY, MadeUpText.NOBODY),
                        tokenizer,
                        startOfText,
                        sharedPrefixTokens);
        ids = Arrays.copyOf(sharedPrefix, sharedPrefix.length + 64);
        before = sharedPrefix.length;
        length = before;
    }

    /// A tokenizer that adds no special tokens to a text adds no BOS; one that does may put an EOS behind it, too.
    private static int[] startOfText(Tokenizer tokenizer) {
        int bos = tokenizer.vocabulary().bos();
        int[] plain = tokenizer.encode("a", false, false);
        int[] special = tokenizer.encode("a", true, false);
        boolean added = bos != TokenizerModel.NONE && special[0] == bos && plain[0] != bos;
        return added ? new int[] {bos} : new int[0];
    }

    /// A turn begins. `again`: its prompt replaces the last one, whose reply is forgotten. `fresh`: it knows nothing of the
    /// turns before; the first of a session never does.
    public void begin(boolean again, boolean fresh) {
        if (again && !begun) {
            throw new IllegalStateException("no prompt was there before: the first turn cannot be that again");
        }
        if (!again) {
            before = fresh || !begun ? sharedPrefix.length : length;
        }
        begun = true;
        prompt = 0;
        length = before;
    }

    /// What the prompt of this turn has to begin with: BOS at the start of a text, else nothing.
    public int[] promptStart() {
        return before == 0 ? startOfText.clone() : new int[0];
    }

    /// The prompt is now this. What was verified after an earlier one is no longer.
    public void typed(int[] tokens) {
        prompt = tokens.length;
        length = before;
        append(tokens);
    }

    /// The oracle has verified these as well.
    public void replied(int... tokens) {
        append(tokens);
    }

    private void append(int[] tokens) {
        if (length + tokens.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, length + tokens.length));
        }
        System.arraycopy(tokens, 0, ids, length, tokens.length);
        length += tokens.length;
    }

    /// Tokens before the prompt.
    public int before() {
        return before;
    }

    /// Tokens of the prompt as it stands.
    public int prompt() {
        return prompt;
    }

    /// Tokens of the reply that are verified.
    public int reply() {
        return length - before - prompt;
    }

    public int length() {
        return length;
    }

    public int id(int at) {
        return ids[Objects.checkIndex(at, length)];
    }

    public int[] ids() {
        return Arrays.copyOf(ids, length);
    }

    /// Those from `from` to before `to`: the rows of a pass.
    public int[] ids(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return Arrays.copyOfRange(ids, from, to);
    }
}
