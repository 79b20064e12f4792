package nmos.live.draft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
import nmos.live.sampling.SamplingOptions;
import nmos.live.tokens.Tokenizer;
import nmos.live.verify.Outcome;
import nmos.live.verify.Verification;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Assumptions;

/// A real oracle and a real draft, which share a vocabulary: both resident, so that only what speculation does is seen.
final class Pair implements AutoCloseable {
    private static final int ROWS = 128;
    static final String[] PROMPTS = {
        "Once upon a time, there was a cat who liked fish.",
        "Tom and his mom went to the park. Tom said",
        "Lily",
        "The big dog was sad. The big dog was",
        "One day, a boy named Tim found a red ball. \"Look,\" said Tim, \"a red ball!\""
    };

    final DraftModel draft;
    final Tokenizer tokenizer;
    final int vocabulary;
    private final Gguf gguf;
    private final Workers workers = new Workers(1);
    private final KvStore store;
    private final ForwardPass pass;
    final float[] logits;

    Pair(DraftModel.Room room) {
        draft = DraftModel.load(model("llama2xs-272K.gguf"), 1, room);
        gguf = Gguf.open(model("stories260K.gguf"));
        ModelConfig config = ModelConfig.of(gguf);
        var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F16);
        store = new KvStore(kv, 16, 200);
        pass = new ForwardPass(config, ModelWeights.of(gguf, config), kv, ROWS, workers);
        tokenizer = Tokenizer.of(gguf);
        vocabulary = config.vocabulary();
        logits = new float[ROWS * vocabulary];
    }

    static Pair load() {
        return new Pair(new DraftModel.Room(8, 512, 96));
    }

    static Path model(String name) {
        Path model = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "models", name);
        Assumptions.assumeTrue(
                Files.exists(model), () -> model + " is missing: set NMOS_DATA to the folder that holds models/" + name);
        return model;
    }

    int[] prompt(int number) {
        return tokenizer.encode(PROMPTS[number], true, false);
    }

    IntPredicate ends() {
        return tokenizer.vocabulary()::endsGeneration;
    }

    static Sampler greedy() {
        return new Sampler(SamplingOptions.GREEDY, 0);
    }

    static int[] joined(int[] a, int... b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /// One text of the oracle: everything known but its last token is in the branch.
    final class Text implements AutoCloseable {
        private final KvBranch branch = store.branch();
        private final Verification verification;
        private final int most;
        private final int promptLength;
        int[] known;
        boolean finished;

        Text(int[] prompt, int most, Sampler sampler) {
            known = prompt;
            promptLength = prompt.length;
            this.most = most;
            for (int token : prompt) {
                sampler.saw(token);
            }
            verification = new Verification(sampler, ends(), vocabulary);
            for (int from = 0; from < prompt.length - 1; from += ROWS) {
                int count = Math.min(ROWS, prompt.length - 1 - from);
                pass.begin(PassRows.chain(branch, prompt, from, count), false);
                pass.layers();
                branch.append(pass.fresh(), 0, count);
            }
        }

        int said() {
            return known.length - promptLength;
        }

        int[] reply() {
            return Arrays.copyOfRange(known, promptLength, known.length);
        }

        /// One pass over the last known token and the first nodes of a tree.
        Outcome pass(TokenTree tree, int nodes) {
            int[] tokens = IntStream.range(-1, nodes).map(n -> n < 0 ? known[known.length - 1] : tree.token(n)).toArray();
            int[] parents = IntStream.range(-1, nodes).map(n -> n < 0 ? PassRows.ROOT : tree.parent(n) + 1).toArray();
            var branches = new KvBranch[nodes + 1];
            Arrays.fill(branches, branch);
            pass.begin(new PassRows(tokens, parents, branches), false);
            pass.layers();
            pass.logits(0, nodes + 1, logits);
            Outcome outcome = verification.verify(tree, nodes, logits, 0, most - said());
            pass.accept(outcome.rows(tree));
            known = joined(known, outcome.tokens(tree));
            finished = outcome.finished();
            return outcome;
        }

        @Override
        public void close() {
            branch.close();
        }
    }

    /// What the oracle says without drafts.
    int[] plain(int[] prompt, int most, Sampler sampler) {
        try (Text text = new Text(prompt, most, sampler)) {
            while (!text.finished) {
                text.pass(TokenTree.EMPTY, 0);
            }
            return text.reply();
        }
    }

    /// After a text that does not go through the cache of another one: a row for each token.
    float[] logitsAfter(int[] tokens) {
        try (KvBranch branch = store.branch()) {
            pass.begin(PassRows.chain(branch, tokens, 0, tokens.length), false);
            pass.layers();
            float[] last = new float[vocabulary];
            pass.logits(tokens.length - 1, 1, last);
            return last;
        }
    }

    @Override
    public void close() {
        draft.close();
        workers.close();
        pass.close();
        store.close();
        gguf.close();
    }
}
