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
        Kv kv,
        int batch,
        Tokens tokens,
        boolean promptAlone,
        long slowestBytesPerSec) {
    private static final int MOST_ROWS = 1 << 14;
    private static final int LEAST_ROWS = 512;
    /// llama.cpp takes a prompt in batches of so many tokens unless it is told otherwise (`-b`).
    private static final int ROWS_OF_A_PROMPT = 2_048;
    /// Between the turn that is not counted and the one that is: what the first left above has gone down, and its pages are released.
    private static final String UNTIL_KV_IS_GONE = "60 s";

    /// Where KV rests of layers that the GPU computes.
    enum Kv {
        WHERE_COMPUTED,
        /// In the host's memory, from where all of it comes for every layer.
        BELOW;

        private static final long PAGE_BYTES = 16L << 20;
        /// Of many sequences there are many pages, and each takes a command to open.
        private static final long PAGE_BYTES_OF_MANY = 256L << 20;
        /// Old ones whose last move is still under way when new ones open.
        private static final long PAGES_TO_SPARE = 16;
        /// Layers' parts of all pages that pass through at a time: one that is read and one that comes, and one for what pages round up to.
        private static final int LAYERS_AT_A_TIME = 3;

        private static long pageBytes(int batch) {
            return batch == 1 ? PAGE_BYTES : PAGE_BYTES_OF_MANY;
        }

        private static long pages(ModelShape oracle, int batch, Tokens tokens) {
            long positions = Math.max(1, pageBytes(batch) / oracle.kvBytesPerToken());
            return batch * ((tokens.all() + positions - 1) / positions) + PAGES_TO_SPARE;
        }

        long bytesBelow(ModelShape oracle, int batch, Tokens tokens) {
            return this == BELOW ? pages(oracle, batch, tokens) * pageBytes(batch) : 0;
        }

        String text(ModelShape oracle, int batch, Tokens tokens) {
            if (this == WHERE_COMPUTED) {
                return "tokensPerSession: " + tokens.all();
            }
            long below = bytesBelow(oracle, batch, tokens);
            long passing = below / oracle.kvBytesPerToken() * LAYERS_AT_A_TIME / oracle.architecture().layers();
            return "policy: below, pageBytes: " + pageBytes(batch) + " B, tokensPerSession: " + tokens.all() + ", residentTokens: "
                    + Math.clamp(passing, 1, (long) batch * tokens.all()) + ", spill: {ram: " + below + " B}";
        }
    }

    /// Of each sequence.
    record Tokens(int prompt, int reply) {
        /// A rate is that of the tokens after the first.
        private static final int LEAST_REPLY = 2;

        /// A prompt and a reply of the lengths that benchmarks use where they say nothing, as in llama-bench's `tg128`.
        static Tokens of(Measurement row) {
            int prompt = Math.max(1, row.count("prompt_len", 128));
            return new Tokens(prompt, row.promptAlone() ? 1 : Math.max(LEAST_REPLY, row.count("gen_len", 128)));
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
        long bytes = batch == 1 && !promptAlone && guesses.isEmpty() && routed(oracle) ? oracle.oneRowPassBytes() : oracle.passBytes();
        double passesPerSec = (double) slowestBytesPerSec / bytes;
        return passesPerSec * (promptAlone ? maxRows() : batch * tau());
    }

    /// Turns are played twice, the first to have weights where they rest; the second is counted, or eight of them where chance
    /// plays a part: of guesses there is one draw a pass. Which experts rows are sent to is drawn for every token and layer, thousands of
    /// times in one turn, so that one is enough.
    Scenario scenario() {
        int turns = guesses.isPresent() ? 9 : 2;
        String text = """
                about: "%s"
                placement: {%s}
                river: {kind: %s}
                speculation: {%s}
                acceptance: {%s}
                kv: {%s}
                attention: {takesTime: true}
                batching: {maxRows: %d}
                workload: {sessions: %d, turns: %d, warmUpTurns: 1, promptTokens: %d, replyTokens: %d, typingPerToken: 1 us,
                  thinkTime: %s, freshContext: true}
                %s
                """.formatted(
                machine.about(),
                placement,
                river,
                guesses.map(g -> "kind: chain, k: " + g.k()).orElse("kind: off"),
                guesses.map(g -> "kind: per-position, probabilities: [" + Math.round(g.chance() * 1e6) + " ppm]").orElse("kind: none"),
                kv.text(oracle, batch, tokens),
                maxRows(),
                batch,
                turns,
                tokens.prompt,
                tokens.reply,
                kv == Kv.BELOW ? UNTIL_KV_IS_GONE : "1 us",
                routed(oracle) ? "routing: {" + Experts.ROUTING + "}" : "");
        return ScenarioLoader.compose(
                machine.name(), text, machine, new ScenarioLoader.Found(oracle, guesses.map(Guesses::draft)));
    }

    /// Whether experts are shards of their own.
    static boolean routed(ModelShape shape) {
        return shape.architecture().mixture().isPresent() && shape.cut().map(cut -> !cut.expertBytes().isEmpty()).orElse(true);
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
        return Math.multiplyExact(oracle.kvBytesPerToken() * batch, tokens.all()) + rows * oracle.architecture().scratchBytesPerRow() + 64 * logits;
    }
}
