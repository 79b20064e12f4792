package nmos.live.synth;

import java.util.SplittableRandom;

/// What the oracle of a matched pair says after two tokens, and where its draft disagrees.
///
/// Each token `t` has two successors, and a sign carried by the token before `t` chooses between them. Successors chosen by
/// `+` and by `-` form two halves of the vocabulary, and each half is reached once from the tokens of either sign; so a reply
/// never runs into a short cycle: (sign before, token) -> (sign, next) is a permutation of pairs. The draft holds other signs
/// for a share of the tokens, and disagrees exactly when such a token came before last.
///
/// Control and byte tokens are never said; each stands in for a text token, its alias.
public final class Transitions {
    private final int[] alias;
    private final boolean[] plus;
    private final boolean[] disputed;
    private final int[] afterPlus;
    private final int[] afterMinus;

    /// `agreement`: the share of text tokens whose sign the draft shares.
    Transitions(int vocabulary, int[] textTokens, double agreement, long seed) {
        if (agreement < 0 || agreement > 1) {
            throw new IllegalArgumentException("agreement " + agreement + " is not from 0 to 1");
        }
        var random = new SplittableRandom(seed);
        int half = textTokens.length / 2;
        int[] bySign = shuffled(textTokens, 2 * half, random);
        int[] byClass = shuffled(bySign, 2 * half, random);
        alias = aliases(vocabulary, bySign);
        plus = new boolean[vocabulary];
        disputed = new boolean[vocabulary];
        afterPlus = new int[vocabulary];
        afterMinus = new int[vocabulary];
        for (int i = 0; i < half; i++) {
            plus[bySign[i]] = true;
        }
        for (int sign = 0; sign < 2; sign++) {
            int[] toPlus = shuffled(slice(byClass, 0, half), half, random);
            int[] toMinus = shuffled(slice(byClass, half, half), half, random);
            for (int i = 0; i < half; i++) {
                afterPlus[bySign[sign * half + i]] = toPlus[i];
                afterMinus[bySign[sign * half + i]] = toMinus[i];
            }
        }
        int[] order = shuffled(bySign, 2 * half, random);
        long disputes = Math.round((1 - agreement) * order.length);
        for (int i = 0; i < disputes; i++) {
            disputed[order[i]] = true;
        }
    }

    /// What the oracle says after `before, token`; at the start of a text `before` is the token itself.
    public int next(int before, int token) {
        return (plus(before) ? afterPlus : afterMinus)[alias[token]];
    }

    /// What the draft says.
    public int draftNext(int before, int token) {
        return (plus(before) ^ disputed(before) ? afterPlus : afterMinus)[alias[token]];
    }

    int alias(int token) {
        return alias[token];
    }

    boolean plus(int token) {
        return plus[alias[token]];
    }

    /// Whether the draft holds the other sign for a token.
    boolean disputed(int token) {
        return disputed[alias[token]];
    }

    int vocabulary() {
        return alias.length;
    }

    int afterPlus(int token) {
        return afterPlus[token];
    }

    int afterMinus(int token) {
        return afterMinus[token];
    }

    private static int[] aliases(int vocabulary, int[] text) {
        int[] alias = new int[vocabulary];
        for (int token = 0; token < vocabulary; token++) {
            alias[token] = text[token % text.length];
        }
        for (int token : text) {
            alias[token] = token;
        }
        return alias;
    }

    private static int[] slice(int[] from, int start, int count) {
        int[] slice = new int[count];
        System.arraycopy(from, start, slice, 0, count);
        return slice;
    }

    private static int[] shuffled(int[] from, int count, SplittableRandom random) {
        int[] shuffled = slice(from, 0, count);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return shuffled;
    }
}
