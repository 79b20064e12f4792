package nmos.live.draft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nmos.policy.DraftOrder;

/// Guesses that what followed the last few tokens when they appeared before follows them again. Needs no memory and no
/// computing to speak of.
///
/// The longest match decides, of [#LEAST] to [#MOST] tokens, and among equally long ones the most recent; a tree takes the
/// different continuations in that order. Where a continuation reaches the end of the text it goes on into the guesses
/// themselves, as in a list that repeats.
public final class PromptLookup implements Guesser {
    static final int LEAST = 2;
    static final int MOST = 4;

    /// How often the first guess is right, by the length of the match from [#LEAST] on; a guess that came true makes the match
    /// one longer. Measured on what stories260K says greedily (2,400 tokens); of what it says when it draws, half as many were
    /// right. Only where a policy starts: it learns what the guesses of its session are worth.
    static final int[] RIGHT_PPM = {490_000, 680_000, 830_000};

    private static final int PPM = 1_000_000;

    private final int[] tokens;
    private final Map<Guess, List<Match>> matches = new HashMap<>();

    /// `length` tokens (at most [#MOST]) before `end` are the last ones of the text (or more of them, with guesses).
    private record Match(int end, int length) {}

    private PromptLookup(int[] tokens) {
        this.tokens = tokens;
    }

    /// Empty where the last tokens never appeared before.
    public static TokenTree draft(int[] tokens, DraftOrder order) {
        if (order.nodes() == 0 || tokens.length <= LEAST) {
            return TokenTree.EMPTY;
        }
        var root = new Guess(tokens[tokens.length - 1], 0);
        var lookup = new PromptLookup(tokens);
        lookup.matches.put(root, lookup.matches());
        return Growth.grow(lookup, order, order.depth(), root).orElse(TokenTree.EMPTY);
    }

    private List<Match> matches() {
        var found = new ArrayList<Match>();
        for (int end = tokens.length - 1; end >= LEAST; end--) {
            int length = 0;
            while (length < MOST && length < end && tokens[end - 1 - length] == tokens[tokens.length - 1 - length]) {
                length++;
            }
            if (length >= LEAST) {
                found.add(new Match(end, length));
            }
        }
        found.sort((a, b) -> Integer.compare(b.length, a.length));
        return found;
    }

    @Override
    public boolean ask(List<Guess> guesses, int wanted) {
        for (Guess guess : guesses) {
            guess.next = next(guess, Math.min(wanted, Ranking.MOST));
        }
        return true;
    }

    private List<Guess> next(Guess guess, int wanted) {
        var byToken = new LinkedHashMap<Integer, List<Match>>();
        for (Match match : matches.getOrDefault(guess, List.of())) {
            byToken.computeIfAbsent(follows(match, guess), _ -> new ArrayList<>()).add(match);
        }
        var next = new ArrayList<Guess>();
        long left = PPM;
        for (Map.Entry<Integer, List<Match>> choice : byToken.entrySet()) {
            if (next.size() == wanted) {
                break;
            }
            int share = (int) (left * right(choice.getValue().getFirst().length + guess.depth) / PPM);
            left -= share;
            var child = new Guess(guess, choice.getKey(), share, next.size());
            matches.put(child, choice.getValue());
            next.add(child);
        }
        return next;
    }

    private static int right(int length) {
        return RIGHT_PPM[Math.min(length - LEAST, RIGHT_PPM.length - 1)];
    }

    private int follows(Match match, Guess guess) {
        int index = match.end + guess.depth;
        if (index < tokens.length) {
            return tokens[index];
        }
        Guess guessed = guess;
        for (int depth = index - tokens.length + 1; guessed.depth > depth; ) {
            guessed = guessed.parent == null ? guessed : guessed.parent;
        }
        return guessed.token;
    }
}
