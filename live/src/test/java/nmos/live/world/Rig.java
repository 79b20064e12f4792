package nmos.live.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.policy.Policy;
import nmos.scenarios.shape.TensorType;
import nmos.world.run.RunWatch;

/// A machine with room for a third of the oracle, and a pair of models made up in a folder of the test's own, to be damaged.
final class Rig {
    private static final String SCENARIO = """
            name: rig
            about: a model of a megabyte on a machine with less
            machine:
              name: rig
              about: a machine for a model of a megabyte
              cores: {value: 2, kind: assumed, source: "test"}
              hostOverheadPerCommand: {value: 0 us, kind: assumed, source: "test"}
              tiers:
                - name: ssd
                  capacity: {value: 100 GB, kind: assumed, source: "test"}
                  taken: {value: 0 GB, kind: assumed, source: "test"}
                - name: ram
                  capacity: {value: 40 MB, kind: assumed, source: "test"}
                  taken: {value: 0 GB, kind: assumed, source: "test"}
                - name: vram
                  capacity: {value: 40 MB, kind: assumed, source: "test"}
                  taken: {value: 0 GB, kind: assumed, source: "test"}
                  device:
                    name: a small GPU
                    kind: gpu
                    bandwidth: {value: 10 GB/s, kind: assumed, source: "test"}
                    peak: {value: 50 Gop/s, kind: assumed, source: "test"}
                    efficiency: {value: 80 %, kind: assumed, source: "test"}
              hops:
                - name: nvme
                  bus: pcie 3.0 x4
                  bandwidth: {value: 1 GB/s, kind: assumed, source: "test"}
                  bandwidthDown: {value: 1 GB/s, kind: assumed, source: "test"}
                  latency: {value: 80 us, kind: assumed, source: "test"}
                  depth: {value: 8, kind: assumed, source: "test"}
                  memory: pinned
                - name: link
                  bus: pcie 3.0 x4
                  bandwidth: {value: 1 GB/s, kind: assumed, source: "test"}
                  bandwidthDown: {value: 1 GB/s, kind: assumed, source: "test"}
                  latency: {value: 10 us, kind: assumed, source: "test"}
                  depth: {value: 1, kind: assumed, source: "test"}
                  memory: pinned
            oracle: qwen2.5-0.5b-q4_k_m
            placement: {kind: pinned, rows: 1, pin: {ram: 300 kB, vram: 200 kB}}
            river: {kind: double-buffer}
            speculation: {kind: off}
            kv: {tokensPerSession: 256}
            batching: {maxRows: 64}
            workload: {turns: 4, promptTokens: 12, replyTokens: 8, typingPerToken: 0 ms, thinkTime: 2 ms, freshContext: true}
            acceptance: {kind: per-position, probabilities: [.5], lookup: {match: 30 %, acceptance: 50 %},
              completion: {token: 30 %, end: 10 %}}
            """;

    /// What a turn of speculation with all that can be cancelled needs, beside a draft.
    static final List<String> SPECULATION = List.of(
            "speculation.kind=tree-adaptive",
            "speculation.maxNodes=8",
            "speculation.maxDepth=4",
            "speculation.whilePass=true");

    final Path folder;
    final Path oracle;
    final Path draft;
    private final Path scenario;

    Rig(Path folder) {
        this(folder, MatchedPair.of(plan("oracle", 6, 160), TensorType.Q8_0, plan("draft", 1, 128), TensorType.Q8_0, 0.7, 5));
    }

    private Rig(Path folder, MatchedPair pair) {
        this(folder, pair.oracle(), pair.draft());
    }

    private Rig(Path folder, SyntheticModel oracleModel, SyntheticModel draftModel) {
        this.folder = folder;
        oracle = folder.resolve("oracle.gguf");
        draft = folder.resolve("draft.gguf");
        scenario = folder.resolve("rig.yaml");
        oracleModel.write(oracle, IfPresent.REFUSE, _ -> {});
        draftModel.write(draft, IfPresent.REFUSE, _ -> {});
        try {
            Files.writeString(scenario, SCENARIO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Models that agree in nothing, for who cannot compute much: few and small matrices, and keys and values wide enough for pages of 32
    /// positions.
    static Rig small(Path folder) {
        return new Rig(folder, small("oracle", 4, 1), small("draft", 1, 2));
    }

    private static SyntheticModel small(String name, int layers, long seed) {
        return SyntheticModel.random(new ModelPlan(Family.QWEN3, name, layers, 32, 2, 2, 64, 32, 360, false, Experts.NONE), TensorType.F16, seed);
    }

    private static ModelPlan plan(String name, int layers, int width) {
        return new ModelPlan(Family.LLAMA2, name, layers, width, 4, 2, 32, 256, 400, false, Experts.NONE);
    }

    Path scenario() {
        return scenario;
    }

    LiveOptions options() {
        return spilling(LiveOptions.of(oracle, null), folder);
    }

    LiveOptions drafting() {
        return spilling(LiveOptions.of(oracle, draft), folder);
    }

    static LiveOptions spilling(LiveOptions o, Path folder) {
        return new LiveOptions(o.oracle(), o.draft(), o.threads(), o.paceDisk(), o.io(), o.sampling(), folder);
    }

    LiveWorld world(LiveOptions options, String... settings) {
        return new LiveWorld(LiveWorld.scenario(scenario.toString(), List.of(settings), options), options);
    }

    LiveWorld world(LiveOptions options, LiveWorld.Drives drives, String... settings) {
        return new LiveWorld(LiveWorld.scenario(scenario.toString(), List.of(settings), options), options, drives);
    }

    /// The same on a machine where all of the model rests in memory.
    static String[] resident(String... settings) {
        return with(settings, "placement.pin.ram=all", "placement.pin.vram=all");
    }

    static String[] with(String[] settings, String... more) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    static LiveOutcome run(LiveWorld world) throws IOException {
        return world.run(world.policy(), RunWatch.NONE);
    }

    static LiveOutcome run(LiveWorld world, LiveMinds.Listener listener) throws IOException {
        Policy policy = world.policy();
        return world.run(policy, RunWatch.NONE, listener);
    }
}
