package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.JournalReader;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.Replay;
import nmos.live.engine.Data;
import nmos.live.sampling.SamplingOptions;
import nmos.scenarios.Scenario;
import nmos.world.run.RunWatch;
import org.jspecify.annotations.Nullable;

/// A run of the live world with real tiny models, from a scenario file that is written for it. What was heard and answered is
/// fed to a fresh policy at once: a run that cannot be replayed is no run.
record TinyRun(Scenario scenario, LiveOutcome outcome) {
    static final String ORACLE = "stories260K.gguf";
    static final String DRAFT = "llama2xs-272K.gguf";
    private static final long PATIENCE_NS = 60_000_000_000L;

    private static final String COMMON =
            """
            name: tiny
            about: a trained model of a megabyte on a machine that is smaller still
            machine: MACHINE
            oracle: qwen2.5-0.5b-q4_k_m
            placement: {kind: pinned, rows: 1, pin: {vram: 200 kB}}
            river: {kind: double-buffer}
            speculation: {kind: off}
            kv: {tokensPerSession: 256}
            batching: {maxRows: 64}
            acceptance: {kind: per-position, probabilities: [.5], lookup: {match: 30 %, acceptance: 50 %}}
            """;
    private static final String STEADY =
            "workload: {turns: 2, promptTokens: 12, replyTokens: 16, typingPerToken: 1 ms, thinkTime: 2 ms, freshContext: true}\n";
    private static final String TYPED = "workload: {trace: TRACE, openLoop: false, thinkTime: 2 ms, freshContext: true}\n";

    /// How a run is asked for. `trace` null: people type tokens at a constant rate, as the workload's settings say.
    record Asked(
            Path folder, TinyMachine machine, boolean draft, SamplingOptions sampling, @Nullable Path trace, List<String> settings) {
        Asked(Path folder, String... settings) {
            this(folder, TinyMachine.ROOMY, true, SamplingOptions.GREEDY, null, List.of(settings));
        }

        Asked on(TinyMachine other) {
            return new Asked(folder, other, draft, sampling, trace, settings);
        }

        Asked alone() {
            return new Asked(folder, machine, false, sampling, trace, settings);
        }

        Asked sampling(SamplingOptions other) {
            return new Asked(folder, machine, draft, other, trace, settings);
        }

        Asked typing(Typing typing) {
            return new Asked(folder, machine, draft, sampling, typing.write(folder), settings);
        }

        Asked with(List<String> more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(more);
            return new Asked(folder, machine, draft, sampling, trace, all);
        }

        LiveOptions options() {
            var plain = LiveOptions.of(Data.model(ORACLE), draft ? Data.model(DRAFT) : null);
            return new LiveOptions(
                    plain.oracle(), plain.draft(), 1, false, plain.io(), sampling, folder);
        }

        Scenario scenario() throws IOException {
            Path machineFile = machine.write(folder);
            String workload = trace == null ? STEADY : TYPED.replace("TRACE", trace.toString());
            Path file = Files.writeString(folder.resolve("tiny.yaml"), COMMON.replace("MACHINE", machineFile.toString()) + workload);
            List<String> possible = new ArrayList<>(settings);
            if (!machine.twoTiers() && settings.stream().noneMatch(s -> s.startsWith("placement.pin.ram"))) {
                possible.add("placement.pin.ram=300 kB");
            }
            return LiveWorld.scenario(file.toString(), possible, options());
        }
    }

    static TinyRun of(Asked asked) throws IOException {
        return of(asked, LiveMinds.Listener.NOBODY);
    }

    static TinyRun of(Asked asked, LiveMinds.Listener listener) throws IOException {
        Scenario scenario = asked.scenario();
        var journal = new ByteArrayOutputStream();
        long beganNs = System.nanoTime();
        RunWatch patience = _ -> System.nanoTime() - beganNs < PATIENCE_NS;
        try (var world = new LiveWorld(scenario, asked.options())) {
            LiveOutcome outcome;
            try (var writer = new JournalWriter(journal, "00".repeat(32))) {
                outcome = world.run(new JournalingPolicy(world.policy(), writer), patience, listener);
            }
            assertThat(outcome.faults()).isEmpty();
            assertThat(outcome.run().complete()).as("everybody was served within a minute").isTrue();
            try (var reader = JournalReader.of("live", new ByteArrayInputStream(journal.toByteArray()))) {
                assertThat(Replay.of(reader, world.policy())).isInstanceOf(Replay.Outcome.Same.class);
            }
            return new TinyRun(scenario, outcome);
        }
    }
}
