package nmos.harness.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import nmos.harness.validate.Follower;
import nmos.harness.validate.Trial;
import nmos.harness.validate.Validate;
import nmos.live.calibrate.CalibrateOptions;
import nmos.live.calibrate.Calibration;
import nmos.live.calibrate.CalibrationStopped;
import nmos.live.calibrate.Effort;
import nmos.live.calibrate.MachineChoice;
import nmos.live.calibrate.Rate;
import nmos.live.calibrate.Watch;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveWorld;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.YamlWriter;

/// Writes two models, measures this computer, runs a scenario on it, simulates the same, and tries some settings more in the
/// simulator alone. Everything stays in one folder, to go on with.
public final class Quickstart {
    public static final String SCENARIO = "scenario.yaml";
    public static final String MACHINE = "machine.yaml";
    public static final String ORACLE = "oracle.gguf";
    public static final String DRAFT = "draft.gguf";

    /// Says whose the folder is, from the first moment on.
    private static final String MARK = "quickstart.txt";
    private static final List<String> FILES = List.of(SCENARIO, MACHINE, ORACLE, DRAFT, PressureGrid.FILE);

    private static final double AGREEMENT = 0.8;
    private static final long SEED = 1;
    private static final long RAM_BYTES = 48_000_000;
    private static final long VRAM_BYTES = 64_000_000;
    /// Of what drive and memory did while they were measured, so that the pace can be kept on a worse day too: a drive that others use
    /// as well may halve its speed in a minute.
    private static final Rate DRIVE_PACE = new Rate.Share(400_000);

    private static final Rate LINK_PACE = new Rate.Share(600_000);
    private static final int STEPS = 5;

    private final Path folder;
    private final int threads;
    private final String command;
    private final Follower follower;

    private Quickstart(Path folder, int threads, String command, Follower follower) {
        this.folder = folder;
        this.threads = threads;
        this.command = command;
        this.follower = follower;
    }

    /// What came of it: the validation, and the settings that were tried in the simulator.
    public record Outcome(Validation validation, PressureGrid tried) {}

    /// Whether a folder holds files that would be replaced here.
    public static boolean replaces(Path folder) {
        return FILES.stream().anyMatch(file -> Files.exists(folder.resolve(file)));
    }

    /// Whether these files were left by another quickstart.
    public static boolean left(Path folder) {
        return Files.exists(folder.resolve(MARK))
                || (Files.exists(folder.resolve(ValidationFile.NAME)) && Files.exists(folder.resolve(PressureGrid.FILE)));
    }

    /// Does all of it in a folder that is there, in the place of files of the same names. Nothing: the follower ended it, or no calibration could be had.
    public static Optional<Outcome> run(Path folder, int threads, String command, Follower follower) throws IOException {
        return new Quickstart(folder, threads, command, follower).run();
    }

    private Optional<Outcome> run() throws IOException {
        Files.writeString(folder.resolve(MARK), "nmos quickstart made the models, the machine and the scenario here; with --force it makes them anew.\n");
        follower.at("writing two models of random weights", 1, STEPS);
        models();
        LiveOptions live = LiveOptions.of(folder.resolve(ORACLE), folder.resolve(DRAFT)).paced().threads(threads);
        follower.at("measuring this computer", 2, STEPS);
        try {
            machine();
        } catch (CalibrationStopped stopped) {
            return Optional.empty();
        }
        Path scenario = folder.resolve(SCENARIO);
        Files.writeString(scenario, text().replace("MACHINE", YamlWriter.quoted(folder.resolve(MACHINE).toAbsolutePath().toString())));
        follower.at("running and simulating, in turns", 3, STEPS);
        Optional<Validation> validation = Validate.run(
                new Trial(
                        scenario.toString(), List.of(), List.of(), live, false, 1, Validation.Acceptance.PREDICTED, null, folder, command),
                follower);
        if (validation.isEmpty()) {
            return Optional.empty();
        }
        follower.at("simulating chains and page sizes under memory pressure", 4, STEPS);
        Optional<PressureGrid> tried = PressureGrid.of(settings -> LiveWorld.scenario(scenario.toString(), settings, live), follower);
        if (tried.isEmpty()) {
            return Optional.empty();
        }
        tried.get().write(folder);
        return Optional.of(new Outcome(validation.get(), tried.get()));
    }

    private void models() {
        MatchedPair pair = MatchedPair.of(
                plan("quickstart-oracle", 12, 768, 2048), TensorType.Q8_0, plan("quickstart-draft", 2, 256, 512), TensorType.Q8_0, AGREEMENT, SEED);
        pair.oracle().write(folder.resolve(ORACLE), IfPresent.REPLACE, _ -> {});
        pair.draft().write(folder.resolve(DRAFT), IfPresent.REPLACE, _ -> {});
    }

    private static ModelPlan plan(String name, int layers, int width, int ffnWidth) {
        return new ModelPlan(Family.LLAMA2, name, layers, width, width / 64, width / 64, 64, ffnWidth, 8_000, false, Experts.NONE);
    }

    private void machine() throws IOException {
        CalibrateOptions options = CalibrateOptions.of(Effort.QUICK)
                .models(folder.resolve(ORACLE), folder.resolve(DRAFT))
                .threads(threads)
                .paced(LINK_PACE, DRIVE_PACE);
        Calibration calibration = Calibration.measure(options, new Watch() {
            @Override
            public void at(String what, double share) {}

            @Override
            public boolean stopped() {
                return !follower.goOn();
            }
        });
        YamlWriter yaml = new YamlWriter();
        MachineFile.write(yaml, calibration.machine(new MachineChoice(
                "this-computer", OptionalLong.of(RAM_BYTES), OptionalLong.of(VRAM_BYTES), false, LINK_PACE, DRIVE_PACE)));
        Files.writeString(folder.resolve(MACHINE), yaml.toString());
    }

    private static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(Quickstart.class.getResourceAsStream(SCENARIO))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
