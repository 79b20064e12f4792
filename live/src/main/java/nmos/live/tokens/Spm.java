package nmos.live.tokens;

import java.nio.charset.StandardCharsets;

/// SentencePiece-style: characters are joined into whichever token scores best, and what remains of them falls back to
/// bytes. A space is spelt `▁`, so a text that holds that character comes back with a space.
public final class Spm implements Tokenizer {
    private static final char SPACE = '\u2581';

    private final Vocabulary vocabulary;
    private final SpecialTokens specials;
    private final float[] scores;
    private final int[] byteTokens;
    private final int longestToken; // in chars
    private final boolean addBos;
    private final boolean addEos;
    private final boolean addSpacePrefix;

    Spm(TokenizerModel model) {
        vocabulary = new Vocabulary("SPM", model);
        specials = new SpecialTokens(vocabulary);
        scores = model.scores();
        if (scores.length == 0) {
            throw new TokenizerException("tokenizer.ggml.scores is missing: SPM cannot rank its tokens");
        }
        byteTokens = byteTokens(model);
        int longest = 0;
        for (String token : model.tokens()) {
            longest = Math.max(longest, token.length());
        }
        longestToken = longest;
        addBos = TokenizerModel.flag(model.addBos(), true) && vocabulary.bos() != TokenizerModel.NONE;
        addEos = TokenizerModel.flag(model.addEos(), false) && vocabulary.eos() != TokenizerModel.NONE;
        addSpacePrefix = TokenizerModel.flag(model.addSpacePrefix(), true);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public boolean addsSpacePrefix() {
        return addSpacePrefix;
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        var ids = new IntList();
        if (addSpecial && addBos) {
            ids.add(vocabulary.bos());
        }
        if (!text.isEmpty()) {
            String wellFormed = Text.wellFormed(text);
            boolean prefix = addSpacePrefix;
            var chain = new Chain();
            for (var fragment : specials.split(wellFormed, parseSpecial)) {
                if (fragment.id() != TokenizerModel.NONE) {
                    ids.add(fragment.id());
                    prefix = addSpacePrefix;
                } else {
                    String words = wellFormed.substring(fragment.from(), fragment.to()).replace(' ', SPACE);
                    encode(prefix ? SPACE + words : words, chain, ids);
                    prefix = false;
                }
            }
        }
        if (addSpecial && addEos) {
            ids.add(vocabulary.eos());
        }
        return ids.toArray();
    }

    private void encode(String text, Chain chain, IntList ids) {
        chain.clear();
        for (int from = 0, to; from < text.length(); from = to) {
            to = from + Character.charCount(text.codePointAt(from));
            chain.add(vocabulary.id(text.substring(from, to)), from, to);
        }
        chain.join((c, left, right) -> {
            if (c.to(right) - c.from(left) > longestToken) {
                return Chain.Pairs.NO_JOIN;
            }
            int joined = vocabulary.id(text.substring(c.from(left), c.to(right)));
            return joined == TokenizerModel.NONE
                    ? Chain.Pairs.NO_JOIN
                    : ((long) priority(scores[joined]) << 32) | joined;
        });
        for (int at = chain.first(); at >= 0; at = chain.after(at)) {
            if (chain.symbol(at) != TokenizerModel.NONE) {
                ids.add(chain.symbol(at));
            } else {
                for (byte b : text.substring(chain.from(at), chain.to(at)).getBytes(StandardCharsets.UTF_8)) {
                    ids.add(byteTokens[b & 0xff]);
                }
            }
        }
    }

    /// Integers in the opposite order of the scores. Adding zero makes the two zeros one.
    private static int priority(float score) {
        int bits = Float.floatToIntBits(score + 0f);
        return ~(bits ^ ((bits >> 31) & 0x7fff_ffff));
    }

    @Override
    public byte[] bytes(int id) {
        String token = vocabulary.text(id);
        return switch (vocabulary.kind(id)) {
            case NORMAL -> token.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
            case USER_DEFINED -> token.getBytes(StandardCharsets.UTF_8);
            case BYTE -> new byte[] {byteValue(id, token)};
            case CONTROL, UNKNOWN, UNUSED -> new byte[0];
        };
    }

    private static byte byteValue(int id, String token) {
        if (!token.matches("<0x[0-9A-Fa-f]{2}>")) {
            throw new TokenizerException("token " + id + " '" + token + "' is a byte, but not spelt <0xNN>");
        }
        return (byte) Integer.parseInt(token, 3, 5, 16);
    }

    private int[] byteTokens(TokenizerModel model) {
        int[] ids = new int[256];
        for (int b = 0; b < ids.length; b++) {
            ids[b] = vocabulary.id("<0x%02X>".formatted(b));
            if (ids[b] == TokenizerModel.NONE && b < 0x80) {
                ids[b] = vocabulary.id(Character.toString(b));
            }
            if (ids[b] == TokenizerModel.NONE) {
                ids[b] = model.ids().unknown();
            }
            if (ids[b] == TokenizerModel.NONE) {
                throw new TokenizerException(
                        "no token for byte 0x%02X, and no tokenizer.ggml.unknown_token_id".formatted(b));
            }
        }
        return ids;
    }
}
