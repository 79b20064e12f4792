package nmos.live.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.sampling.Sampler;
import nmos.live.tokens.ChatTemplate;
import nmos.live.tokens.StreamDecoder;
import nmos.live.tokens.Tokenizer;
import nmos.live.tokens.TokenizerException;
import nmos.live.tokens.TokenizerModel;
import nmos.scenarios.shape.TensorType;

/// A model, all of it in memory as the operating system maps it, and the threads that compute it.
public final class ResidentEngine implements AutoCloseable {
    private static final int MOST_ROWS = 512;
    private static final int POSITIONS_PER_PAGE = 256;

    private final Gguf gguf;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Workers workers;
    private final KvStore store;
    private final ForwardPass pass;
    private final float[] logits;

    private ResidentEngine(Gguf gguf, int threads, TensorType kvType) {
        this.gguf = gguf;
        config = ModelConfig.of(gguf);
        ModelWeights weights = ModelWeights.of(gguf, config);
        tokenizer = Tokenizer.of(gguf);
        var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), kvType);
        int pages = (config.contextPositions() + POSITIONS_PER_PAGE - 1) / POSITIONS_PER_PAGE;
        workers = new Workers(threads);
        store = new KvStore(kv, POSITIONS_PER_PAGE, pages);
        pass = new ForwardPass(config, weights, kv, Math.min(MOST_ROWS, config.contextPositions()), workers);
        logits = new float[config.vocabulary()];
    }

    public static ResidentEngine load(Path model, int threads) {
        return load(model, threads, TensorType.F16);
    }

    /// `kvType`: F16 or F32.
    public static ResidentEngine load(Path model, int threads, TensorType kvType) {
        return Gguf.open(model).holding(gguf -> new ResidentEngine(gguf, threads, kvType));
    }

    public ModelConfig config() {
        return config;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The prompt that makes the model speak next in a conversation, spelt as its file says chats are.
    public int[] prompt(List<ChatTemplate.Message> conversation) {
        String spelt;
        try {
            spelt = ChatTemplate.of(TokenizerModel.of(gguf), tokenizer.vocabulary()).render(conversation);
        } catch (TokenizerException e) {
            throw new TokenizerException(gguf.path() + ": " + e.getMessage());
        }
        return tokenizer.encode(spelt, true, true);
    }

    /// Continues a text by up to `most` tokens, or until the model ends it. `shown` is given the text as it grows.
    public Reply generate(String prompt, int most, Sampler sampler, Consumer<String> shown) {
        return generate(tokenizer.encode(prompt, true, false), most, sampler, shown);
    }

    public Reply generate(int[] prompt, int most, Sampler sampler, Consumer<String> shown) {
        return generate(prompt, most, sampler, shown, () -> false);
    }

    /// The same until `stop`, which is asked before every token.
    public Reply generate(int[] prompt, int most, Sampler sampler, Consumer<String> shown, BooleanSupplier stop) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt has no token, and the model adds none at the start of a text");
        }
        if (prompt.length + most > config.contextPositions()) {
            throw new IllegalArgumentException("a prompt of " + prompt.length + " tokens and " + most
                    + " more: the model's context holds " + config.contextPositions());
        }
        var text = new StringBuilder();
        var decoder = new StreamDecoder(tokenizer);
        int[] ids = new int[most];
        int count = 0;
        boolean ended = false;
        try (KvBranch branch = store.branch()) {
            long begun = System.nanoTime();
            read(branch, prompt);
            long decoding = System.nanoTime();
            for (int token : prompt) {
                sampler.saw(token);
            }
            int passes = 0;
            while (count < most && !stop.getAsBoolean()) {
                int token = sampler.next(logits, 0, config.vocabulary());
                ended = tokenizer.vocabulary().endsGeneration(token);
                if (ended) {
                    break;
                }
                ids[count++] = token;
                show(decoder.next(token), text, shown);
                if (count < most) {
                    read(branch, new int[] {token});
                    passes++;
                }
            }
            show(decoder.end(), text, shown);
            long done = System.nanoTime();
            return new Reply(
                    Arrays.copyOf(ids, count),
                    text.toString(),
                    ended,
                    prompt.length,
                    decoding - begun,
                    passes,
                    done - decoding);
        }
    }

    private static void show(String piece, StringBuilder text, Consumer<String> shown) {
        text.append(piece);
        if (!piece.isEmpty()) {
            shown.accept(piece);
        }
    }

    /// Appends tokens to a branch, as many rows to a pass as fit; the last one's logits stay in `logits`.
    private void read(KvBranch branch, int[] tokens) {
        for (int from = 0; from < tokens.length; from += pass.mostRows()) {
            int count = Math.min(pass.mostRows(), tokens.length - from);
            pass.begin(PassRows.chain(branch, tokens, from, count), false);
            pass.layers();
            if (from + count == tokens.length) {
                pass.logits(count - 1, 1, logits);
            }
            branch.append(pass.fresh(), 0, count);
        }
    }

    /// Logits after every token of a text, `(tokens, vocabulary)`: what teacher-forced comparisons need.
    public float[] logitsAfterEach(int[] tokens) {
        int vocabulary = config.vocabulary();
        float[] all = new float[Math.multiplyExact(tokens.length, vocabulary)];
        try (KvBranch branch = store.branch()) {
            for (int from = 0; from < tokens.length; from += pass.mostRows()) {
                int count = Math.min(pass.mostRows(), tokens.length - from);
                pass.begin(PassRows.chain(branch, tokens, from, count), false);
                pass.layers();
                float[] some = new float[count * vocabulary];
                pass.logits(0, count, some);
                System.arraycopy(some, 0, all, from * vocabulary, some.length);
                branch.append(pass.fresh(), 0, count);
            }
        }
        return all;
    }

    @Override
    public void close() {
        workers.close();
        pass.close();
        store.close();
        gguf.close();
    }
}
