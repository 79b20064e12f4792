package nmos.live.tokens;

import java.util.Random;

/// Text that no person would type: words, runs and code points from all of Unicode, assigned or not.
final class RandomText {
    private static final String[] COMMON = {
        " ", " ", "  ", "\n", "the", " and", "'s", "ing", "123", "...", "é", "中", "🦙", "\r\n", "\t", "<s>", "<|im_end|>",
        "<|endoftext|>", "<unk>", "<0x41>"
    };

    private RandomText() {}

    static String of(Random random, int parts) {
        var text = new StringBuilder();
        for (int i = random.nextInt(parts / 2, parts); i > 0; i--) {
            int point = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            if (surrogate || random.nextInt(3) > 0) {
                text.append(COMMON[random.nextInt(COMMON.length)]);
            } else {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
