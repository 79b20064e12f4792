package nmos.live.tokens;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Cuts a text at the spellings of special tokens, the longest token first and each from the left, as llama.cpp does: a
/// shorter one inside a longer is never seen.
final class SpecialTokens {
    /// A stretch of text, or, where `id` is not [TokenizerModel#NONE], the token found there.
    record Fragment(int from, int to, int id) {}

    private final Vocabulary vocabulary;
    private final int[] longestFirst;

    SpecialTokens(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        longestFirst = IntStream.range(0, vocabulary.size())
                .filter(id -> special(vocabulary.kind(id)) && !vocabulary.text(id).isEmpty())
                .boxed()
                .sorted(Comparator.comparingInt((Integer id) -> utf8Length(vocabulary.text(id)))
                        .reversed()) // stable: equal lengths by id
                .mapToInt(Integer::intValue)
                .toArray();
    }

    List<Fragment> split(String text, boolean parseControl) {
        List<Fragment> fragments = List.of(new Fragment(0, text.length(), TokenizerModel.NONE));
        for (int id : longestFirst) {
            if (!parseControl && vocabulary.kind(id) != TokenKind.USER_DEFINED) {
                continue;
            }
            String special = vocabulary.text(id);
            if (text.contains(special)) {
                fragments = splitAt(fragments, text, special, id);
            }
        }
        return fragments;
    }

    private static List<Fragment> splitAt(List<Fragment> fragments, String text, String special, int id) {
        List<Fragment> out = new ArrayList<>();
        for (Fragment fragment : fragments) {
            if (fragment.id() != TokenizerModel.NONE) {
                out.add(fragment);
                continue;
            }
            int from = fragment.from();
            for (int at = text.indexOf(special, from, fragment.to());
                    at >= 0;
                    at = text.indexOf(special, from, fragment.to())) {
                if (at > from) {
                    out.add(new Fragment(from, at, TokenizerModel.NONE));
                }
                from = at + special.length();
                out.add(new Fragment(at, from, id));
            }
            if (from < fragment.to()) {
                out.add(new Fragment(from, fragment.to(), TokenizerModel.NONE));
            }
        }
        return out;
    }

    private static boolean special(TokenKind kind) {
        return switch (kind) {
            case CONTROL, USER_DEFINED, UNKNOWN -> true;
            case NORMAL, UNUSED, BYTE -> false;
        };
    }

    private static int utf8Length(String text) {
        return text.codePoints().map(p -> p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4).sum();
    }
}
