package nmos.live.typing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.Tokenizer;
import nmos.live.tokens.TokenizerModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Assumptions;

/// Vocabularies to type with: made up, and other people's where they are at hand.
final class Models {
    private static final int NONE = TokenizerModel.NONE;

    private Models() {}

    /// A vocabulary that nobody trained, of a family with another way to tokenise.
    static Tokenizer synthetic(Family family) {
        var plan = new ModelPlan(family, "small", 1, 32, 2, 2, 16, 32, 1_200, true, Experts.NONE);
        try {
            Path folder = Files.createTempDirectory("nmos-typing");
            Path file = folder.resolve("model.gguf");
            try {
                SyntheticModel.random(plan, TensorType.F32, 1).write(file, IfPresent.REFUSE, _ -> {});
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// 512 tokens that were trained on stories for children.
    static Tokenizer stories() {
        return read(data("models/stories260K.gguf"));
    }

    static Tokenizer llama() {
        return read(data("vocab/ggml-vocab-llama-spm.gguf"));
    }

    static Tokenizer gpt2() {
        return read(data("vocab/ggml-vocab-gpt-2.gguf"));
    }

    /// Bytes, ASCII, some pieces and user-defined tokens that are hard to cut around, in SPM.
    static Tokenizer spmWithWhole(boolean addSpacePrefix) {
        List<String> tokens = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add("<0x%02X>".formatted(b));
            types.add(6);
        }
        String[] pieces = {
            "\u2581", "\u2581\u2581", "\u2581\u2581\u2581\u2581", ".\u2581", "a\u2581b", "a", "b", ".", "\u2581a", "ab", "\u2581ab"
        };
        for (String piece : pieces) {
            tokens.add(piece);
            types.add(1);
        }
        addWhole(tokens, types);
        float[] scores = new float[tokens.size()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = id % 7;
        }
        return tokenizer("llama", "", tokens, types, scores, List.of(), addSpacePrefix);
    }

    /// Bytes, two merges and user-defined tokens, in byte-level BPE.
    static Tokenizer bpeWithWhole(String preTokenizer) {
        List<String> tokens = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        int spare = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            tokens.add(Character.toString(printable ? b : spare++));
            types.add(1);
        }
        tokens.addAll(List.of("\u0120a", "ab", "\u0120\u0120", "\u010a\u010a", "'s", "..", ".\u010a"));
        while (types.size() < tokens.size()) {
            types.add(1);
        }
        addWhole(tokens, types);
        List<String> merges = List.of("\u0120 a", "a b", "\u0120 \u0120", "\u010a \u010a", "' s", ". .", ". \u010a");
        return tokenizer("gpt2", preTokenizer, tokens, types, new float[0], merges, false);
    }

    private static void addWhole(List<String> tokens, List<Integer> types) {
        for (String whole : new String[] {"<t>", "<t><t>", "b a", "a.", "\n\n\n", "..a"}) {
            tokens.add(whole);
            types.add(4);
        }
    }

    private static Tokenizer tokenizer(
            String algorithm,
            String pre,
            List<String> tokens,
            List<Integer> types,
            float[] scores,
            List<String> merges,
            boolean addSpacePrefix) {
        return Tokenizer.of(new TokenizerModel(
                "llama",
                algorithm,
                pre,
                tokens.toArray(String[]::new),
                scores,
                types.stream().mapToInt(Integer::intValue).toArray(),
                merges.toArray(String[]::new),
                new TokenizerModel.Ids(NONE, NONE, NONE, NONE, NONE),
                null,
                null,
                addSpacePrefix,
                null));
    }

    private static Path data(String file) {
        Path path = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), file);
        Assumptions.assumeTrue(Files.exists(path), () -> path + " is missing: set NMOS_DATA to the folder that holds " + file);
        return path;
    }

    private static Tokenizer read(Path file) {
        try (Gguf gguf = Gguf.open(file)) {
            return Tokenizer.of(gguf);
        }
    }
}
