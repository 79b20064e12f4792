package nmos.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.harness.validate.Follower;
import nmos.harness.validate.Trial;
import nmos.harness.validate.Validate;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.world.LiveOptions;
import nmos.reports.validation.Validation;
import nmos.scenarios.shape.TensorType;

/// A validation of seconds: models of a megabyte, really run three times, on a machine whose speeds nobody measured.
public final class TinyValidation {
    private static final String SCENARIO =
            """
            name: tiny
            about: a model of a megabyte on a machine that has less memory for it
            machine: emulated-small
            oracle: qwen2.5-0.5b-q4_k_m
            draft: {model: qwen2.5-0.5b-q4_k_m, tier: vram}
            placement: {kind: pinned, rows: 1, pin: {ram: 300 kB, vram: 300 kB}}
            river: {kind: double-buffer}
            speculation: {kind: chain, k: 3}
            kv: {tokensPerSession: 256}
            batching: {maxRows: 64}
            workload: {turns: 4, promptTokens: 12, replyTokens: 12, typingPerToken: 0 ms, thinkTime: 2 ms, freshContext: true, warmUpTurns: 1}
            acceptance: {kind: per-position, probabilities: [.7]}
            """;

    private TinyValidation() {}

    /// Leaves it in the folder `tiny` of `runs`.
    public static Path make(Path runs) throws IOException {
        Path folder = Files.createDirectories(runs.resolve("tiny"));
        Path models = Files.createTempDirectory("tiny-models");
        Path oracle = models.resolve("oracle.gguf");
        Path draft = models.resolve("draft.gguf");
        Path scenario = Files.writeString(models.resolve("tiny.yaml"), SCENARIO);
        MatchedPair pair = MatchedPair.of(plan("oracle", 6, 160), TensorType.Q8_0, plan("draft", 1, 128), TensorType.Q8_0, 0.7, 5);
        try {
            pair.oracle().write(oracle, IfPresent.REFUSE, _ -> {});
            pair.draft().write(draft, IfPresent.REFUSE, _ -> {});
            Trial trial = new Trial(scenario.toString(), List.of(), List.of(), LiveOptions.of(oracle, draft).paced(), true, 3,
                    Validation.Acceptance.PREDICTED, null, folder, "nmos validate");
            if (Validate.run(trial, Follower.NOBODY).isEmpty()) {
                throw new IllegalStateException("nobody ended it");
            }
        } finally {
            for (Path file : List.of(oracle, draft, scenario, models)) {
                Files.deleteIfExists(file);
            }
        }
        return folder;
    }

    private static ModelPlan plan(String name, int layers, int width) {
        return new ModelPlan(Family.LLAMA2, name, layers, width, 4, 2, 32, 256, 400, false, Experts.NONE);
    }
}
