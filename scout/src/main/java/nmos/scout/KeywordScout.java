package nmos.scout;

import java.util.List;
import java.util.Locale;
import nmos.policy.Ranking;

/// The baseline: hand-weighted keywords, marks of program text, and the kinds of numbers in the prompt. Knows nothing of order or
/// meaning, needs no model and no memory of its own.
public final class KeywordScout implements Scout {
    /// What a prompt is about, its beginning says; and a ranking must not take longer because a book was pasted.
    private static final int CHARS_READ = 4_096;
    private static final int LONG_TEXT = 700;
    private static final int MOST_COUNTED = 3;
    /// Of a phrase, by characters, that must stand there before its end is taken for granted.
    private static final int EIGHTHS_THAT_TELL = 5;

    /// What stands in programs and hardly elsewhere, as typed.
    private static final List<String> PROGRAM_MARKS =
            List.of("def ", "):\n", "\"\"\"", "```", ">>>", "->", "();", "#include", "import ", "</", "=>", "==", "= [");
    /// Who writes to an assistant addresses it, or speaks of themselves; a pasted text does neither.
    private static final List<String> ADDRESSES = List.of("you", "your", "i", "me", "my", "we", "please");

    private final List<Keyword> keywords;

    public KeywordScout() {
        keywords = Keyword.all();
    }

    @Override
    public String name() {
        return "keyword";
    }

    @Override
    public Ranking rank(String typed) {
        String read = typed.length() > CHARS_READ ? typed.substring(0, CHARS_READ) : typed;
        Odds odds = new Odds();
        priors(odds);
        String words = words(read);
        keywords(odds, words);
        marks(odds, read);
        numbers(odds, Numbers.in(read));
        pasted(odds, read, words);
        return odds.ranking();
    }

    /// With nothing typed: conversation and programs are what assistants are asked for most.
    private static void priors(Odds odds) {
        odds.add(Intent.CHAT, 4);
        odds.add(Intent.CODE, 3);
    }

    private void keywords(Odds odds, String words) {
        for (Keyword keyword : keywords) {
            if (contains(words, keyword.phrase()) || endsWithin(words, keyword.phrase())) {
                odds.add(keyword.intent(), keyword.evidence());
            }
        }
    }

    /// A long text is a document more often than a sum.
    private static void pasted(Odds odds, String read, String words) {
        if (read.length() > LONG_TEXT) {
            odds.add(Intent.DOCS, 3);
            odds.add(Intent.MATH, -8);
            if (ADDRESSES.stream().noneMatch(word -> contains(words, word))) {
                odds.add(Intent.DOCS, 6);
            }
        }
    }

    private static void marks(Odds odds, String read) {
        for (String mark : PROGRAM_MARKS) {
            if (read.contains(mark)) {
                odds.add(Intent.CODE, 4);
            }
        }
    }

    /// Sums are done on small numbers and money; years stand in texts about the world.
    private static void numbers(Odds odds, Numbers numbers) {
        odds.add(Intent.MATH, 3 * Math.min(numbers.small(), MOST_COUNTED));
        odds.add(Intent.MATH, 3 * Math.min(numbers.money(), MOST_COUNTED));
        odds.add(Intent.DOCS, 2 * Math.min(numbers.years(), MOST_COUNTED));
    }

    private static boolean contains(String words, String phrase) {
        for (int at = words.indexOf(phrase); at >= 0; at = words.indexOf(phrase, at + 1)) {
            if (words.charAt(at - 1) == ' ' && words.charAt(at + phrase.length()) == ' ') {
                return true;
            }
        }
        return false;
    }

    /// Whether the text stops inside the last word of the phrase, far enough in to tell.
    private static boolean endsWithin(String words, String phrase) {
        int lastWord = phrase.lastIndexOf(' ') + 1;
        int typed = words.length() - 1;
        int least = Math.max(lastWord + 1, (phrase.length() * EIGHTHS_THAT_TELL + 7) / 8);
        for (int length = phrase.length() - 1; length >= least; length--) {
            int from = typed - length;
            if (from > 0 && words.charAt(from - 1) == ' ' && words.startsWith(phrase.substring(0, length), from)) {
                return true;
            }
        }
        return false;
    }

    /// Lower case, everything but letters, digits and `+` a space, one space before and behind.
    private static String words(String read) {
        String lower = read.toLowerCase(Locale.ROOT);
        StringBuilder words = new StringBuilder(lower.length() + 2).append(' ');
        lower.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || c == '+') {
                words.appendCodePoint(c);
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        });
        return words.charAt(words.length() - 1) == ' ' ? words.toString() : words.append(' ').toString();
    }
}
