package nmos.live.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import nmos.live.draft.DraftModel;
import nmos.live.draft.SharedVocabulary;
import nmos.live.gguf.Gguf;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.stream.ShapeOf;
import nmos.live.stream.ShardFile;
import nmos.live.tokens.Tokenizer;
import nmos.live.typing.TextPieces;
import nmos.live.typing.TypedSession;
import nmos.policy.DraftOrder;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.shape.ModelShape;
import org.jspecify.annotations.Nullable;

/// The model files of a run, opened and found to be what the scenario needs; the scenario as it is with them.
final class Models implements AutoCloseable {
    private static final int LEAST_ROOM = 64;

    final Gguf gguf;
    final ModelConfig config;
    final ModelWeights weights;
    final ShardFile shards;
    final Tokenizer tokenizer;
    final Scenario scenario;
    private final @Nullable Path draft;

    /// @throws nmos.live.gguf.GgufException where a file is no model that can be run here
    /// @throws UnplayableException where the model has no room for the scenario's texts
    Models(Scenario asked, LiveOptions options) {
        scenario = asked;
        draft = options.draft();
        gguf = Gguf.open(options.oracle());
        boolean opened = false;
        try {
            config = ModelConfig.of(gguf);
            weights = ModelWeights.of(gguf, config);
            shards = new ShardFile(gguf, config, weights);
            tokenizer = Tokenizer.of(gguf);
            if (!asked.oracle().equals(ShapeOf.file(gguf, config, weights, shards))) {
                throw new IllegalArgumentException(options.oracle() + " is not the model of the scenario, which was loaded with "
                        + asked.oracle().name());
            }
            if (asked.tokensPerSession() > config.contextPositions()) {
                throw new UnplayableException(options.oracle(), "has a context of " + config.contextPositions()
                        + " tokens, and the scenario wants kv.tokensPerSession=" + asked.tokensPerSession() + "; lower it");
            }
            refuseLongTexts(asked);
            opened = true;
        } finally {
            if (!opened) {
                gguf.close();
            }
        }
    }

    /// What is typed is as long as this model's tokenizer makes it, whatever a scenario takes it for.
    private void refuseLongTexts(Scenario asked) {
        if (asked.workload().typed() == null) {
            return;
        }
        TextPieces pieces = TextPieces.of(tokenizer);
        for (int session = 0; session < asked.workload().sessions(); session++) {
            int tokens = TypedSession.contextTokens(asked.workload(), session, 0, pieces, asked.seed());
            if (tokens > asked.tokensPerSession()) {
                throw new UnplayableException(gguf.path(), "with its tokenizer a session holds up to " + tokens
                        + " tokens, and the scenario has kv.tokensPerSession=" + asked.tokensPerSession()
                        + "; raise it, or shorten the workload");
            }
        }
    }

    /// What a scenario has to be loaded with.
    static ScenarioLoader.Found found(LiveOptions options) {
        return new ScenarioLoader.Found(
                shape(options.oracle()), Optional.ofNullable(options.draft()).map(Models::shape));
    }

    private static ModelShape shape(Path file) {
        try (Gguf gguf = Gguf.open(file)) {
            ModelConfig config = ModelConfig.of(gguf);
            ModelWeights weights = ModelWeights.of(gguf, config);
            return ShapeOf.file(gguf, config, weights, new ShardFile(gguf, config, weights));
        }
    }

    /// The draft model in memory, or null where the scenario has none.
    @Nullable DraftModel guesser(DraftModel.Ground ground) throws IOException {
        Path file = draft;
        if (file == null) {
            return null;
        }
        SpeculationKnobs knobs = scenario.speculation();
        int nodes = Math.max(mostNodes(), Math.max(LEAST_ROOM, scenario.anticipation().predictTokens()));
        var room = new DraftModel.Room(
                scenario.workload().sessions(), scenario.tokensPerSession() + knobs.maxDepth() + knobs.k(), nodes);
        return new SharedVocabulary(gguf.path(), tokenizer, config.vocabulary()).draft(file, ground, room);
    }

    /// A tree has fewer, however it is drafted.
    int mostNodes() {
        SpeculationKnobs knobs = scenario.speculation();
        DraftOrder levels = DraftOrder.levels(
                DraftOrder.Drafter.MODEL, knobs.widths().stream().mapToInt(Integer::intValue).toArray());
        return Math.max(Math.max(knobs.k() + 1, knobs.maxNodes() + 1), levels.nodes() + 1);
    }

    @Override
    public void close() {
        gguf.close();
    }
}
