package nmos.live.tokens;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nmos.live.gguf.Gguf;

/// The vocabularies that tests run on. They are other people's, so a test skips where they are not at hand.
final class Models {
    private static final Map<String, Tokenizer> LOADED = new HashMap<>();
    private static final int QWEN_PADDED = 151_936;

    private Models() {}

    static Path data(String file) {
        Path path = Path.of(Objects.requireNonNullElse(System.getenv("NMOS_DATA"), "../../shared/data"), file);
        assumeTrue(Files.exists(path), "skipped: " + path + " is missing (set NMOS_DATA to the data folder)");
        return path;
    }

    static Tokenizer gpt2() {
        return gguf("vocab/ggml-vocab-gpt-2.gguf");
    }

    static Tokenizer llama() {
        return gguf("vocab/ggml-vocab-llama-spm.gguf");
    }

    static Tokenizer stories() {
        return gguf("models/stories260K.gguf");
    }

    static Tokenizer llama2xs() {
        return gguf("models/llama2xs-272K.gguf");
    }

    static Tokenizer qwen2() {
        Path ranks = data("vocab/qwen.tiktoken");
        return LOADED.computeIfAbsent("qwen2", _ -> Tokenizer.of(qwen(ranks, "qwen2", QWEN_PADDED)));
    }

    /// The Qwen words under another pre-tokenizer, for which no vocabulary is at hand.
    static Tokenizer qwenWordsAs(String preTokenizer) {
        Path ranks = data("vocab/qwen.tiktoken");
        return LOADED.computeIfAbsent(preTokenizer, pre -> Tokenizer.of(qwen(ranks, pre, QWEN_PADDED)));
    }

    private static Tokenizer gguf(String file) {
        Path path = data(file);
        return LOADED.computeIfAbsent(file, _ -> {
            try (Gguf gguf = Gguf.open(path)) {
                return Tokenizer.of(gguf);
            }
        });
    }

    /// A file's vocabulary from tiktoken ranks: a merge is the last step of spelling a token from tokens of lower rank.
    /// Three control tokens follow the words, then padding up to `size`, as in Qwen2.5's GGUF files.
    static TokenizerModel qwen(Path ranksFile, String preTokenizer, int size) {
        List<String> words = new ArrayList<>(); // bytes as Latin-1
        try {
            for (String line : Files.readAllLines(ranksFile)) {
                byte[] word = Base64.getDecoder().decode(line.substring(0, line.indexOf(' ')));
                words.add(new String(word, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> ranks = new HashMap<>();
        for (int rank = 0; rank < words.size(); rank++) {
            ranks.put(words.get(rank), rank);
        }
        String[] tokens = new String[size];
        int[] types = new int[size];
        List<String> merges = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            types[id] = 5;
            tokens[id] = "[PAD" + id + "]";
        }
        for (int id = 0; id < words.size(); id++) {
            types[id] = 1;
            tokens[id] = spell(words.get(id));
            if (words.get(id).length() > 1) {
                List<String> parts = parts(words.get(id), ranks, id);
                merges.add(spell(parts.get(0)) + " " + spell(parts.get(1)));
            }
        }
        String[] controls = {"<|endoftext|>", "<|im_start|>", "<|im_end|>"};
        for (int i = 0; i < controls.length; i++) {
            tokens[words.size() + i] = controls[i];
            types[words.size() + i] = 3;
        }
        int none = TokenizerModel.NONE;
        var ids = new TokenizerModel.Ids(none, words.size() + 2, none, none, none);
        return new TokenizerModel(
                "qwen2", "gpt2", preTokenizer, tokens, new float[0], types, merges.toArray(String[]::new), ids, null, null, null,
                null);
    }

    private static List<String> parts(String word, Map<String, Integer> ranks, int below) {
        List<String> parts = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
        while (parts.size() > 2) {
            int best = -1;
            int bestRank = below;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), below);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        return parts;
    }

    private static String spell(String latin1) {
        return ByteAlphabet.spell(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
