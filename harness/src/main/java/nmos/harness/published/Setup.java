package nmos.harness.published;

import java.util.Optional;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ModelShape;

/// All that a row says, as a scenario. `placement` and `river` are what the system does; `rows`: sequences at once.
///
/// `slowestBytesPerSec`: the least rate on the way of most weights to where they are computed, which is what a one-line formula
/// divides by.
record Setup(
        Family family,
        ModelShape oracle,
        Optional<Guesses> guesses,
        Machine machine,
        String placement,
        String river,
        int batch,
        Tokens tokens,
        boolean promptAlone,
        long slowestBytesPerSec) {
    private static final int MOST_ROWS = 1 << 14;
    private static final int LEAST_ROWS = 512;
    /// llama.cpp takes a prompt in batches of so many tokens unless it is told otherwise (`-b`).
    private static final int ROWS_OF_A_PROMPT = 2_048;

    /// Of each sequence.
    record Tokens(int prompt, int reply) {
        /// A prompt and a reply of the lengths that benchmarks use where they say nothing, as in llama-bench's `tg128`.
        static Tokens of(Measurement row) {
            return new Tokens(row.count("prompt_len", 128), row.promptAlone() ? 1 : row.count("gen_len", 128));
        }

        int all() {
            return prompt + reply;
        }
    }

    double tau() {
        return guesses.map(Guesses::tau).orElse(1.0);
    }

    /// Tokens a second by bytes over the slowest bandwidth.
    double formula() {
        double passesPerSec = (double) slowestBytesPerSec / oracle.passBytes();
        return passesPerSec * (promptAlone ? maxRows() : batch * tau());
    }

    /// Turns are played twice, the first to have weights where they rest; the second is counted, or eight of them where chance
    /// plays a part.
    Scenario scenario() {
        int turns = guesses.isPresent() ? 9 : 2;
        String text = """
                about: "%s"
                placement: {%s}
                river: {kind: %s}
                speculation: {%s}
                acceptance: {%s}
                kv: {tokensPerSession: %d}
                attention: {takesTime: true}
                batching: {maxRows: %d}
                workload: {sessions: %d, turns: %d, warmUpTurns: 1, promptTokens: %d, replyTokens: %d, typingPerToken: 1 us,
                  thinkTime: 1 us, freshContext: true}
                """.formatted(
                machine.about(),
                placement,
                river,
                guesses.map(g -> "kind: chain, k: " + g.k()).orElse("kind: off"),
                guesses.map(g -> "kind: per-position, probabilities: [" + Math.round(g.chance() * 1e6) + " ppm]").orElse("kind: none"),
                tokens.all(),
                maxRows(),
                batch,
                turns,
                tokens.prompt,
                tokens.reply);
        return ScenarioLoader.compose(
                machine.name(), text, machine, new ScenarioLoader.Found(oracle, guesses.map(Guesses::draft)));
    }

    int maxRows() {
        return promptAlone ? Math.min(ROWS_OF_A_PROMPT, tokens.prompt) : rows(batch, tokens);
    }

    private static int rows(int batch, Tokens tokens) {
        return (int) Math.min(MOST_ROWS, Math.max(LEAST_ROWS, (long) batch * tokens.prompt));
    }

    /// Memory that a computed row's values and all KV take.
    static long besideWeights(ModelShape oracle, int batch, Tokens tokens) {
        long rows = rows(batch, tokens);
        long logits = 4L * oracle.architecture().vocabulary();
        return oracle.kvBytesPerToken() * batch * tokens.all() + rows * oracle.architecture().scratchBytesPerRow() + 64 * logits;
    }
}
