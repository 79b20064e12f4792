package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import nmos.live.engine.Data;
import nmos.live.engine.ResidentEngine;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.shape.TensorType;

/// The oracle alone, resident, with no policy: what it says is right.
final class Oracle implements AutoCloseable {
    private final ResidentEngine engine = ResidentEngine.load(Data.model(TinyRun.ORACLE), 1, TensorType.F16);

    Tokenizer tokenizer() {
        return engine.tokenizer();
    }

    int vocabulary() {
        return engine.config().vocabulary();
    }

    /// Its own greedy words after a prompt, one pass for each. Replies here go on where the model would end them.
    int[] continued(int[] prompt, int tokens) {
        int[] text = prompt;
        for (int i = 0; i < tokens; i++) {
            float[] logits = engine.logitsAfterEach(text);
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = greedy(logits, text.length - 2);
        }
        return Arrays.copyOfRange(text, prompt.length, text.length);
    }

    /// The same told from one pass over the whole: each token is the likeliest after those before it.
    void says(int[] prompt, int... reply) {
        int[] text = Arrays.copyOf(prompt, prompt.length + reply.length);
        System.arraycopy(reply, 0, text, prompt.length, reply.length);
        float[] logits = engine.logitsAfterEach(text);
        for (int i = 0; i < reply.length; i++) {
            assertThat(reply[i]).as("token %s of %s", i, Arrays.toString(reply)).isEqualTo(greedy(logits, prompt.length + i - 1));
        }
    }

    float[] logitsAfter(int[] text) {
        float[] all = engine.logitsAfterEach(text);
        return Arrays.copyOfRange(all, all.length - vocabulary(), all.length);
    }

    private int greedy(float[] logits, int row) {
        return new Sampler(SamplingOptions.GREEDY, 0).next(logits, row * vocabulary(), vocabulary());
    }

    @Override
    public void close() {
        engine.close();
    }
}
