package nmos.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.world.LiveOptions;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// An oracle of a megabyte, a draft that agrees with it in seven of ten places, and a scenario that streams them through
/// a machine that is smaller still.
public final class SmallPair {
    public static final String MACHINE =
            """
            name: tiny
            about: for a model of a megabyte
            cores: {value: 2, kind: assumed, source: "a test"}
            hostOverheadPerCommand: {value: 0 us, kind: assumed, source: "a test"}
            tiers:
              - name: ssd
                capacity: {value: 100 GB, kind: assumed, source: "a test"}
                taken: {value: 0 B, kind: assumed, source: "a test"}
              - name: ram
                capacity: {value: 40 MB, kind: assumed, source: "a test"}
                taken: {value: 0 B, kind: assumed, source: "a test"}
              - name: vram
                capacity: {value: 40 MB, kind: assumed, source: "a test"}
                taken: {value: 0 B, kind: assumed, source: "a test"}
                device:
                  name: small
                  kind: gpu
                  bandwidth: {value: 10 GB/s, kind: assumed, source: "a test"}
                  peak: {value: 50 Gop/s, kind: assumed, source: "a test"}
                  efficiency: {value: 80 %, kind: assumed, source: "a test"}
            hops:
              - name: nvme
                bus: pcie 3.0 x4
                bandwidth: {value: 1 GB/s, kind: assumed, source: "a test"}
                bandwidthDown: {value: 1 GB/s, kind: assumed, source: "a test"}
                latency: {value: 80 us, kind: assumed, source: "a test"}
                depth: {value: 8, kind: assumed, source: "a test"}
                memory: pinned
              - name: link
                bus: pcie 3.0 x4
                bandwidth: {value: 50 MB/s, kind: assumed, source: "a test"}
                bandwidthDown: {value: 50 MB/s, kind: assumed, source: "a test"}
                latency: {value: 10 us, kind: assumed, source: "a test"}
                depth: {value: 1, kind: assumed, source: "a test"}
                memory: pinned
            """;

    private static final String SCENARIO =
            """
            name: small
            about: a model of a megabyte on a machine that is smaller still
            machine: MACHINE
            oracle: qwen2.5-0.5b-q4_k_m
            placement: {kind: pinned, rows: 1, pin: {vram: 300 kB}}
            river: {kind: double-buffer}
            speculation: {kind: off}
            kv: {tokensPerSession: 256}
            batching: {maxRows: 64}
            workload: {turns: 2, promptTokens: 12, replyTokens: 10, typingPerToken: 0 ms, thinkTime: 2 ms, freshContext: true}
            acceptance: {kind: per-position, probabilities: [.7]}
            """;

    private final Path oracle;
    private final Path draft;
    private final Path scenario;

    public SmallPair(Path folder) throws IOException {
        oracle = folder.resolve("oracle.gguf");
        draft = folder.resolve("draft.gguf");
        Path machine = Files.writeString(folder.resolve("machine.yaml"), MACHINE);
        scenario = Files.writeString(folder.resolve("small.yaml"), SCENARIO.replace("MACHINE", machine.toString()));
        MatchedPair pair =
                MatchedPair.of(plan("oracle", 6, 160), TensorType.Q8_0, plan("draft", 1, 128), TensorType.Q8_0, 0.7, 5);
        pair.oracle().write(oracle, IfPresent.REFUSE, _ -> {});
        pair.draft().write(draft, IfPresent.REFUSE, _ -> {});
    }

    private static ModelPlan plan(String name, int layers, int width) {
        return new ModelPlan(Family.LLAMA2, name, layers, width, 4, 2, 32, 256, 400, false, Experts.NONE);
    }

    public String scenario() {
        return scenario.toString();
    }

    public LiveOptions alone() {
        return options(null);
    }

    public LiveOptions drafting() {
        return options(draft);
    }

    private LiveOptions options(@Nullable Path guesser) {
        return LiveOptions.of(oracle, guesser);
    }
}
