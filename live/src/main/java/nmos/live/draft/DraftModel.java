package nmos.live.draft;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import nmos.live.device.Storage;
import nmos.live.gguf.Gguf;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.Forward;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.tokens.Tokenizer;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.scenarios.shape.TensorType;
import nmos.world.acceptance.LikeliestLeaf;

/// A small model, all of it in memory, that guesses for several sessions.
///
/// Texts are always given whole, from the first token on. What was read of a session before is kept, as far as the text still
/// starts with it; what is missing is read in passes of [#CHUNK] rows. Everything happens on the caller's thread, one call at
/// a time; calls may come from different threads, one after the other. `stop` is asked before every pass: a call that was
/// stopped returns nothing, and what it had read stays read.
///
/// Where a text or its guesses would pass the room of a session the tree is less deep, down to no guesses at all.
public final class DraftModel implements AutoCloseable {
    static final int CHUNK = 64;

    /// Small, as each guess with more below it copies what its page holds.
    private static final int POSITIONS_PER_PAGE = 32;

    /// What is kept: `sessions` (of more, the one that was longest not asked for is forgotten) of up to `positions` tokens,
    /// guesses included, no more than the model's context; and trees, and completions, of up to `nodes` nodes.
    public record Room(int sessions, int positions, int nodes) {
        public Room {
            if (sessions < 1 || positions < 1 || nodes < 1) {
                throw new IllegalArgumentException("room for " + sessions + " sessions of " + positions
                        + " positions and trees of " + nodes + " nodes: at least 1 of each is needed");
            }
        }
    }

    /// What it computes on, and where its keys and values are.
    public interface Ground {
        /// Passes over up to `positions` positions in `pages` pages. The caller closes them.
        Forward passes(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, int positions, int pages);

        Storage storage();

        /// So many threads of the CPU.
        static Ground threads(int count) {
            return new Ground() {
                @Override
                public Forward passes(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, int positions, int pages) {
                    return new ForwardPass(config, weights, kv, rows, count);
                }

                @Override
                public Storage storage() {
                    return Storage.HOST;
                }
            };
        }
    }

    private final Gguf gguf;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Room room;
    private final KvStore store;
    private final Forward pass;
    private final Map<Integer, Reading> readings = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicBoolean busy = new AtomicBoolean();
    private int choosable;

    private DraftModel(Gguf gguf, Ground ground, Room room) {
        this.gguf = gguf;
        config = ModelConfig.of(gguf);
        ModelWeights weights = ModelWeights.of(gguf, config);
        tokenizer = Tokenizer.of(gguf);
        int positions = Math.min(room.positions(), config.contextPositions());
        this.room = new Room(room.sessions(), positions, room.nodes());
        choosable = Math.min(config.vocabulary(), tokenizer.vocabulary().size());
        var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F16);
        int perSession = (positions + POSITIONS_PER_PAGE - 1) / POSITIONS_PER_PAGE;
        // A page of its own for each guess, and one more text for walks along known ones.
        long pages = (room.sessions() + 1L) * perSession + room.nodes() + 1;
        store = new KvStore(kv, POSITIONS_PER_PAGE, Math.toIntExact(pages), _ -> ground.storage());
        pass = ground.passes(config, weights, kv, CHUNK, positions + CHUNK, CHUNK * (perSession + 1));
    }

    public static DraftModel load(Path model, int threads, Room room) {
        return load(model, Ground.threads(threads), room);
    }

    public static DraftModel load(Path model, Ground ground, Room room) {
        return Gguf.load(model).holding(gguf -> new DraftModel(gguf, ground, room));
    }

    public ModelConfig config() {
        return config;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Proposes only the first `tokens` ids from now on: an oracle may have fewer, where vocabularies are padded.
    public void proposeBelow(int tokens) {
        choosable = Math.min(choosable, tokens);
    }

    /// Reads on in a session's text, as much of it as `stop` allows; false: it was stopped before the end. Of a text that there
    /// is no room for, or that has tokens this model does not know, nothing is read.
    public boolean read(int session, int[] tokens, BooleanSupplier stop) {
        return alone(() -> !readable(tokens) || readOn(reading(session), tokens, stop));
    }

    /// Guesses at what follows a text. Nothing: it was stopped.
    public Optional<TokenTree> draft(
            int session, int[] tokens, DraftOrder order, Proposing proposing, BooleanSupplier stop) {
        return alone(() -> grow(session, tokens, order, proposing, stop));
    }

    /// Goes on below the likeliest leaf among the first `sent` nodes of a tree that was drafted after `tokens`, as if it will
    /// be accepted: the tree's nodes, then the new ones. Where no leaf was sent, or there is no room, the tree as it is.
    public Optional<TokenTree> extend(
            int session,
            int[] tokens,
            TokenTree tree,
            int sent,
            DraftOrder order,
            Proposing proposing,
            BooleanSupplier stop) {
        int leaf = LikeliestLeaf.of(tree.shape(), sent);
        if (leaf < 0 || order.nodes() == 0) {
            return Optional.of(tree);
        }
        int[] path = tree.text(leaf);
        int[] text = Arrays.copyOf(tokens, tokens.length + path.length);
        System.arraycopy(path, 0, text, tokens.length, path.length);
        return alone(() -> grow(session, text, order, proposing, stop)).map(more -> tree.with(leaf, more));
    }

    /// Completes a prompt that is still being typed with the likeliest tokens, at most `most`. It ends before the token with
    /// which the prompt would: one that ends generation or that holds a line feed.
    public Optional<TokenTree> complete(int session, int[] tokens, int most, BooleanSupplier stop) {
        DraftOrder order = DraftOrder.chain(DraftOrder.Drafter.MODEL, most);
        return alone(() -> {
            IntPredicate ends = this::endsPrompt;
            return grow(session, tokens, order, Proposing.GREEDY, ends, stop).map(chain -> {
                int nodes = chain.nodes();
                return nodes > 0 && ends.test(chain.token(nodes - 1)) ? firstOf(chain, nodes - 1) : chain;
            });
        });
    }

    private static TokenTree firstOf(TokenTree tree, int nodes) {
        int[] tokens = new int[nodes];
        Arrays.setAll(tokens, tree::token);
        int[] parents = Arrays.copyOf(tree.shape().parent(), nodes);
        return new TokenTree(tokens, new DraftTree(parents, Arrays.copyOf(tree.shape().confidencePpm(), nodes)));
    }

    private boolean endsPrompt(int token) {
        for (byte b : tokenizer.bytes(token)) {
            if (b == '\n') {
                return true;
            }
        }
        return tokenizer.vocabulary().endsGeneration(token);
    }

    /// Forgets a session.
    public void forget(int session) {
        alone(() -> {
            Reading reading = readings.remove(session);
            if (reading != null) {
                reading.close();
            }
            return true;
        });
    }

    private Optional<TokenTree> grow(
            int session, int[] tokens, DraftOrder order, Proposing proposing, BooleanSupplier stop) {
        return grow(session, tokens, order, proposing, tokenizer.vocabulary()::endsGeneration, stop);
    }

    private Optional<TokenTree> grow(
            int session,
            int[] tokens,
            DraftOrder order,
            Proposing proposing,
            IntPredicate ends,
            BooleanSupplier stop) {
        if (order.nodes() > room.nodes()) {
            throw new IllegalArgumentException(
                    "a draft of " + order.nodes() + " nodes: the draft model was given room for " + room.nodes());
        }
        int depth = Math.min(order.depth(), room.positions() - tokens.length);
        if (tokens.length == 0 || order.nodes() == 0 || depth < 1 || !readable(tokens)) {
            return Optional.of(TokenTree.EMPTY);
        }
        Reading reading = reading(session);
        if (!readOn(reading, tokens, stop)) {
            return Optional.empty();
        }
        long key = proposing.stream();
        for (int token : tokens) {
            key = Guess.key(key, token);
        }
        var root = new Guess(tokens[tokens.length - 1], key);
        try (var guesser = new ModelGuesser(
                pass, config.vocabulary(), choosable, ends, reading, proposing, depth, stop)) {
            Optional<TokenTree> tree = Growth.grow(guesser, order, depth, root);
            guesser.leaveRead(root);
            return tree;
        }
    }

    private Reading reading(int session) {
        Reading known = readings.get(session);
        if (known != null) {
            return known;
        }
        if (readings.size() == room.sessions()) {
            Iterator<Reading> oldest = readings.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        var reading = new Reading(store.branch(), config.vocabulary());
        readings.put(session, reading);
        return reading;
    }

    /// An oracle's vocabulary may be padded further than the draft's.
    private boolean readable(int[] tokens) {
        return readableStart(tokens) == tokens.length;
    }

    int readableStart(int[] tokens) {
        int most = Math.min(tokens.length, room.positions());
        for (int at = 0; at < most; at++) {
            if (tokens[at] < 0 || tokens[at] >= config.vocabulary()) {
                return at;
            }
        }
        return most;
    }

    private boolean readOn(Reading reading, int[] tokens, BooleanSupplier stop) {
        reading.keepCommon(tokens);
        while (reading.length() < tokens.length) {
            if (stop.getAsBoolean()) {
                return false;
            }
            int from = reading.length();
            int count = Math.min(CHUNK, tokens.length - from);
            pass.begin(PassRows.chain(reading.branch(), tokens, from, count), false);
            pass.layers();
            reading.branch().append(pass.fresh(), 0, count);
            reading.read(tokens);
            if (reading.length() == tokens.length) {
                pass.logits(count - 1, 1, reading.logits);
                reading.knowsLogits();
            }
        }
        return true;
    }

    /// What the model thinks at each place of a text from `from` on, given all before it; false: it was stopped.
    boolean along(int[] tokens, int from, Along each, BooleanSupplier stop) {
        return alone(() -> {
            if (from < 1 || !readable(tokens)) {
                throw new IllegalArgumentException("a text of " + tokens.length + " tokens from its token " + from
                        + " on: the draft model reads known tokens, up to " + room.positions() + " of them");
            }
            float[] logits = new float[config.vocabulary()];
            try (var branch = store.branch()) {
                while (branch.length() < tokens.length - 1) {
                    if (stop.getAsBoolean()) {
                        return false;
                    }
                    int at = branch.length();
                    int count = Math.min(CHUNK, tokens.length - 1 - at);
                    pass.begin(PassRows.chain(branch, tokens, at, count), false);
                    pass.layers();
                    for (int row = Math.max(0, from - 1 - at); row < count; row++) {
                        pass.logits(row, 1, logits);
                        each.at(at + row + 1, logits, choosable);
                    }
                    branch.append(pass.fresh(), 0, count);
                }
            }
            return true;
        });
    }

    /// Told of the logits for the token at `position`.
    interface Along {
        void at(int position, float[] logits, int choosable);
    }

    private <T> T alone(Supplier<T> call) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("two threads use one draft model at once");
        }
        try {
            return call.get();
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void close() {
        pass.close();
        store.close();
        gguf.close();
    }
}
