package nmos.live.tokens;

import java.nio.charset.StandardCharsets;

/// Byte-level BPE: text is cut into words, each word is its UTF-8 bytes, and neighbours are joined in the order in
/// which training found the merges. Every text comes back as it was.
public final class Bpe implements Tokenizer {
    private final Vocabulary vocabulary;
    private final SpecialTokens specials;
    private final PreTokenizer preTokenizer;
    private final MergeTable merges;
    private final int[] byteTokens = new int[256];
    private final boolean wholeWordsFirst;
    private final boolean addBos;
    private final boolean addEos;

    Bpe(TokenizerModel model) {
        preTokenizer = PreTokenizer.of(model.preTokenizer());
        vocabulary = new Vocabulary("BPE " + preTokenizer, model);
        specials = new SpecialTokens(vocabulary);
        for (int b = 0; b < byteTokens.length; b++) {
            byteTokens[b] = vocabulary.id(String.valueOf(ByteAlphabet.letter((byte) b)));
            if (byteTokens[b] == TokenizerModel.NONE) {
                throw new TokenizerException("no token for byte 0x%02X: not a byte-level vocabulary".formatted(b));
            }
        }
        merges = new MergeTable(vocabulary, model.merges());
        // llama 3 was trained with words that no merge reaches, and starts every text
        boolean llama3 = preTokenizer == PreTokenizer.LLAMA_BPE;
        wholeWordsFirst = llama3;
        addBos = TokenizerModel.flag(model.addBos(), llama3) && vocabulary.bos() != TokenizerModel.NONE;
        addEos = TokenizerModel.flag(model.addEos(), false) && vocabulary.eos() != TokenizerModel.NONE;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public boolean addsSpacePrefix() {
        return false;
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        var ids = new IntList();
        if (addSpecial && addBos) {
            ids.add(vocabulary.bos());
        }
        if (!text.isEmpty()) {
            String wellFormed = Text.wellFormed(text);
            var chain = new Chain();
            for (var fragment : specials.split(wellFormed, parseSpecial)) {
                if (fragment.id() != TokenizerModel.NONE) {
                    ids.add(fragment.id());
                } else {
                    encode(wellFormed.substring(fragment.from(), fragment.to()), chain, ids);
                }
            }
        }
        if (addSpecial && addEos) {
            ids.add(vocabulary.eos());
        }
        return ids.toArray();
    }

    private void encode(String text, Chain chain, IntList ids) {
        for (int from = 0, to; from < text.length(); from = to) {
            to = preTokenizer.end(text, from);
            byte[] word = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            int whole = wholeWordsFirst ? vocabulary.id(ByteAlphabet.spell(word)) : TokenizerModel.NONE;
            if (whole != TokenizerModel.NONE) {
                ids.add(whole);
            } else {
                encodeWord(word, chain, ids);
            }
        }
    }

    private void encodeWord(byte[] word, Chain chain, IntList ids) {
        chain.clear();
        for (int i = 0; i < word.length; i++) {
            chain.add(byteTokens[word[i] & 0xff], i, i + 1);
        }
        chain.join((c, left, right) -> merges.join(c.symbol(left), c.symbol(right)));
        for (int at = chain.first(); at >= 0; at = chain.after(at)) {
            if (chain.symbol(at) < vocabulary.size()) {
                ids.add(chain.symbol(at));
            } else {
                for (int i = chain.from(at); i < chain.to(at); i++) { // merges led to a string that is no token
                    ids.add(byteTokens[word[i] & 0xff]);
                }
            }
        }
    }

    @Override
    public byte[] bytes(int id) {
        String token = vocabulary.text(id);
        return switch (vocabulary.kind(id)) {
            case NORMAL, BYTE -> ByteAlphabet.bytes(token);
            case USER_DEFINED -> token.getBytes(StandardCharsets.UTF_8);
            case CONTROL, UNKNOWN, UNUSED -> new byte[0];
        };
    }
}
