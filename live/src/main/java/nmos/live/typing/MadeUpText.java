package nmos.live.typing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import nmos.traces.ContentClass;

/// Text nobody wrote, for prompts of which only lengths and classes are told. It is looked up, not consumed: the same seed,
/// session, turn and place give the same text. `place` is the change of the turn that the text begins with.
record MadeUpText(long seed, int session, int turn) {
    /// In `session` and `turn`: text that belongs to no one.
    static final int NOBODY = -1;

    private static final String[] PUNCTUATION = {",", ",", ",", ".", ".", ".", "?", "'", "-", ":"};
    private static final int SHORTEST_PART = 4;

    /// `count` more letters of a word of which `begun` is there. They complete a common word where one fits, else another
    /// word is joined on: "table" and three letters more may become "tablesun". Who types knows the word; so the count is
    /// known when its first letter is chosen.
    String letters(int place, String begun, int count) {
        RandomGenerator random = random(place);
        List<String> words = CommonWords.of(begun.length() + count, begun);
        return words.isEmpty()
                ? joined(random, count)
                : words.get(random.nextInt(words.size())).substring(begun.length());
    }

    private static String joined(RandomGenerator random, int letters) {
        var word = new StringBuilder();
        int left = letters;
        while (left > CommonWords.LONGEST) {
            int part = random.nextInt(SHORTEST_PART, CommonWords.LONGEST + 1);
            word.append(CommonWords.any(part, random));
            left -= part;
        }
        return word.append(CommonWords.any(left, random)).toString();
    }

    String punctuation(int place) {
        return PUNCTUATION[random(place).nextInt(PUNCTUATION.length)];
    }

    /// Words of so many characters in all, to put in the middle of something.
    String phrase(int place, int chars) {
        RandomGenerator random = random(place);
        var text = new StringBuilder();
        while (chars - text.length() > CommonWords.LONGEST) {
            text.append(CommonWords.any(random.nextInt(2, CommonWords.LONGEST - 1), random)).append(' ');
        }
        return text.append(CommonWords.any(chars - text.length(), random)).toString();
    }

    /// So many characters at once, all ASCII. The last sentence or line is cut where they end.
    String passage(int place, ContentClass content, int chars) {
        RandomGenerator random = random(place);
        var text = new StringBuilder();
        while (text.length() < chars) {
            switch (content) {
                case CODE -> line(random, text);
                case CHAT, DOCS, MATH -> sentence(random, text);
            }
        }
        text.setLength(chars);
        return text.toString();
    }

    private static void sentence(RandomGenerator random, StringBuilder text) {
        int first = text.length();
        for (int words = random.nextInt(4, 15); words > 0; words--) {
            text.append(word(random)).append(words > 1 && random.nextInt(9) == 0 ? ", " : " ");
        }
        text.setCharAt(first, Character.toUpperCase(text.charAt(first)));
        text.setCharAt(text.length() - 1, random.nextInt(7) == 0 ? '?' : '.');
        text.append(random.nextInt(6) == 0 ? "\n" : " ");
    }

    private static void line(RandomGenerator random, StringBuilder text) {
        text.append(switch (random.nextInt(6)) {
            case 0 -> "\ndef " + word(random) + "_" + word(random) + "(" + word(random) + ", " + word(random) + "):\n";
            case 1 -> "    if " + word(random) + " > " + random.nextInt(100) + ":\n        return " + word(random) + "\n";
            case 2 -> "    for " + word(random) + " in range(" + random.nextInt(1_000) + "):\n";
            case 3 -> "        " + word(random) + " += " + word(random) + "[" + random.nextInt(10) + "]\n";
            case 4 -> "    # " + word(random) + " " + word(random) + " " + word(random) + "\n";
            default -> "    " + word(random) + " = " + word(random) + "(\"" + word(random) + "\")\n";
        });
    }

    /// Mostly short ones: the lesser of two lengths.
    private static String word(RandomGenerator random) {
        int letters = Math.min(random.nextInt(1, CommonWords.LONGEST + 1), random.nextInt(1, CommonWords.LONGEST + 1));
        return CommonWords.any(letters, random);
    }

    private RandomGenerator random(int place) {
        return new SplittableRandom(new SplittableRandom(new SplittableRandom(
                new SplittableRandom(seed).nextLong() + session).nextLong() + turn).nextLong() + place);
    }
}
