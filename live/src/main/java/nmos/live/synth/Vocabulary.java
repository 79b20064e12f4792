package nmos.live.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nmos.live.gguf.GgufValue;
import nmos.live.synth.Family.Tokenizer;

/// A made-up vocabulary of a given size that encodes any text: bytes, then pieces that grow by a letter, each from a shorter
/// one, so that merging always finds a way.
final class Vocabulary {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final Family family;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final List<String> merges = new ArrayList<>();
    private int bos;
    private int eos;

    private Vocabulary(Family family) {
        this.family = family;
    }

    static Vocabulary of(Family family, int size) {
        var vocabulary = new Vocabulary(family);
        switch (family.tokenizer) {
            case SPM -> vocabulary.fillSpm(size);
            case BPE -> vocabulary.fillBpe(size);
        }
        if (vocabulary.tokens.size() != size) {
            throw new IllegalArgumentException(
                    "a " + family + " vocabulary has at least " + vocabulary.tokens.size() + " tokens, not " + size);
        }
        return vocabulary;
    }

    /// Tokens that stand for text, in ascending order: neither control tokens nor the byte tokens of SPM.
    int[] textTokens() {
        var ids = new ArrayList<Integer>();
        for (int id = 0; id < types.size(); id++) {
            if (types.get(id) == NORMAL) {
                ids.add(id);
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private void fillSpm(int size) {
        add("<unk>", UNKNOWN);
        bos = add("<s>", CONTROL);
        eos = add("</s>", CONTROL);
        for (int b = 0; b < 256; b++) {
            add("<0x%02X>".formatted(b), BYTE);
        }
        String space = "\u2581";
        add(space, NORMAL);
        for (char c = '!'; c <= '~'; c++) {
            add(String.valueOf(c), NORMAL);
        }
        grow(space, size);
    }

    private void fillBpe(int size) {
        for (int b = 0; b < 256; b++) {
            add(symbol(b), NORMAL);
        }
        List<String> special = family == Family.LLAMA3
                ? List.of("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>")
                : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
        grow(symbol(' '), size - special.size());
        bos = add(special.get(0), CONTROL);
        int middle = add(special.get(1), CONTROL);
        int last = add(special.get(2), CONTROL);
        eos = family == Family.LLAMA3 ? middle : last;
    }

    private void grow(String space, int size) {
        var stems = new ArrayList<String>();
        stems.add(space);
        LETTERS.chars().forEach(c -> stems.add(Character.toString(c)));
        for (int stem = 0; tokens.size() < size; stem++) {
            for (int l = 0; l < LETTERS.length() && tokens.size() < size; l++) {
                String letter = LETTERS.substring(l, l + 1);
                String piece = stems.get(stem) + letter;
                add(piece, NORMAL);
                merges.add(stems.get(stem) + " " + letter);
                stems.add(piece);
            }
        }
    }

    private int add(String token, int type) {
        tokens.add(token);
        types.add(type);
        return tokens.size() - 1;
    }

    /// The character byte-level BPE writes a byte as: printable ones stand for themselves, the others follow from U+0100
    /// upwards in their order (GPT-2's `bytes_to_unicode`).
    private static String symbol(int b) {
        if (isPrintable(b)) {
            return Character.toString(b);
        }
        int rank = 0;
        for (int other = 0; other < b; other++) {
            rank += isPrintable(other) ? 0 : 1;
        }
        return Character.toString(256 + rank);
    }

    private static boolean isPrintable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || (b >= 0xae && b <= 0xff);
    }

    void addTo(Map<String, GgufValue> values) {
        boolean spm = family.tokenizer == Tokenizer.SPM;
        values.put("tokenizer.ggml.model", GgufValue.text(spm ? "llama" : "gpt2"));
        values.put("tokenizer.ggml.pre", GgufValue.text(family.preTokenizer));
        values.put("tokenizer.ggml.tokens", GgufValue.strings(tokens));
        values.put("tokenizer.ggml.token_type", GgufValue.i32s(types.stream().mapToInt(Integer::intValue).toArray()));
        if (spm) {
            values.put("tokenizer.ggml.scores", GgufValue.f32s(scores()));
            values.put("tokenizer.ggml.unknown_token_id", GgufValue.u32(0));
        } else {
            values.put("tokenizer.ggml.merges", GgufValue.strings(merges));
        }
        values.put("tokenizer.ggml.bos_token_id", GgufValue.u32(bos));
        values.put("tokenizer.ggml.eos_token_id", GgufValue.u32(eos));
        values.put("tokenizer.ggml.add_bos_token", GgufValue.flag(family.tokenizer == Tokenizer.SPM || family == Family.LLAMA3));
    }

    /// Merging prefers the higher score: earlier pieces, which are the shorter ones.
    private float[] scores() {
        float[] scores = new float[tokens.size()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = types.get(id) == NORMAL ? -id : 0;
        }
        return scores;
    }
}
