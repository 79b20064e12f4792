package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import nmos.live.calibrate.CalibrateOptions;
import nmos.live.calibrate.Calibration;
import nmos.live.calibrate.CalibrationJson;
import nmos.live.calibrate.CalibrationStopped;
import nmos.live.calibrate.Effort;
import nmos.live.calibrate.GpuCalibration;
import nmos.live.calibrate.Here;
import nmos.live.calibrate.MachineChoice;
import nmos.live.calibrate.Rate;
import nmos.live.calibrate.Watch;
import nmos.live.cuda.driver.Devices;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.NoDriver;
import nmos.live.world.LiveOptions;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nmos calibrate`: measures this machine and writes a machine file.
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure this machine's drive, memory and processor, or its GPU, as the live engine uses them, and write a machine file.",
            "For simulate, live and validate. Takes a few minutes; leave the machine alone meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  nmos calibrate --oracle 7b.gguf --draft 0.5b.gguf --out here.yaml",
            "  nmos calibrate --quick --ram 2GB --vram 1GB --disk 60%% --link 3GB/s",
            "  nmos calibrate --device cuda --oracle 7b.gguf --out gpu.yaml",
            "",
            "The machine file can be named wherever a machine can: nmos simulate 10-stream-for-real --set machine=here.yaml"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final String YAML = ".yaml";
    private static final int PROGRESS_STEPS = 1000;

    private final Terminal terminal;
    private final Effort full;
    private final Effort hasty;

    @Option(
            names = "--device",
            paramLabel = "WHAT",
            description = "What computes in the top tier: cpu (the default), which plays a GPU, or cuda, a GPU of this computer.")
    private LiveOptions.ComputedBy device = LiveOptions.ComputedBy.CPU;

    @Option(names = "--out", paramLabel = "FILE", description = "The machine file (${DEFAULT-VALUE}); what was measured goes beside it,"
            + " as NAME.calibration.json.")
    private Path out = Path.of("machine.yaml");

    @Option(names = "--force", description = "Replace them if they are there.")
    private boolean force;

    @Option(names = "--oracle", paramLabel = "FILE", description = "Measure with this model's shapes and types, and read its file.")
    private @Nullable Path oracle;

    @Option(names = "--draft", paramLabel = "FILE", description = "Time this draft model.")
    private @Nullable Path draft;

    @Option(names = "--file", paramLabel = "FILE", description = "Read this file; default: the oracle's, else one that is written.")
    private @Nullable Path file;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where scratch files are written and removed; default: the temporary folder.")
    private Path dir = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--types", paramLabel = "TYPE", split = ",", description = "Tensor types to measure, as in q4_k,q6_k; default: the"
            + " oracle's, else the usual ones.")
    private List<TensorType> types = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--ram", paramLabel = "SIZE", description = "RAM for weights; default: most of what is free.")
    private @Nullable String ram;

    @Option(names = "--vram", paramLabel = "SIZE", description = "Memory that plays a GPU's, or of the GPU's; default: a quarter of that,"
            + " or what is free there.")
    private @Nullable String vram;

    @Option(names = "--cpu-computes", description = "The RAM tier computes, too, with the same cores.")
    private boolean cpuComputes;

    @Option(names = "--disk", paramLabel = "RATE", description = "How fast the drive is taken to be: a rate, a share of what was measured,"
            + " as in 60%%, or measured, the default.")
    private String disk = "measured";

    @Option(names = "--link", paramLabel = "RATE", description = "The same of copies from RAM to VRAM. Default: 60%%, which copies in"
            + " memory are held to; a GPU's link is taken as measured.")
    private @Nullable String link;

    @Option(names = "--quick", description = "Under half a minute: fewer sizes and repeats.")
    private boolean quick;

    @Option(names = "--json", description = SettingOptions.JSON)
    private boolean json;

    CalibrateCommand(Terminal terminal) {
        this(terminal, Effort.FULL, Effort.QUICK);
    }

    CalibrateCommand(Terminal terminal, Effort full, Effort hasty) {
        this.terminal = terminal;
        this.full = full;
        this.hasty = hasty;
    }

    @Override
    public Integer call() throws IOException {
        Path raw = raw();
        refusePresent(out);
        refusePresent(raw);
        if (!Files.isDirectory(dir)) {
            throw new BadInput("--dir " + dir + ": no such folder");
        }
        refuseUnwritable(dir);
        Threads.check(threads);
        MachineChoice choice = new MachineChoice(
                name(), bytes("--ram", ram), bytes("--vram", vram), cpuComputes, rate("--link", linkRate()), rate("--disk", disk));
        if (onGpu() && cpuComputes) {
            throw new BadInput("--cpu-computes: with --device cuda nobody measures how fast the processor computes; leave it out");
        }
        refuseTooMuch(choice);
        Effort effort = quick ? hasty : full;
        var options = new CalibrateOptions(
                file, dir, oracle, draft, types, threads, choice.link(), choice.disk(), onGpu() ? effort.onGpu() : effort);
        // Ctrl-C waits for scratch to be removed.
        try (var _ = terminal.stop().hold()) {
            Calibration calibration = measure(options);
            Machine machine = calibration.machine(choice);
            YamlWriter yaml = new YamlWriter();
            MachineFile.write(yaml, machine);
            write(raw, CalibrationJson.file(calibration) + "\n");
            write(out, yaml.toString());
            terminal.out().print(json ? CalibrationJson.line(calibration) + "\n" : CalibrationText.of(calibration, machine));
            terminal.out().flush();
            calibration.warnings().forEach(line -> terminal.err().println("doubtful: " + line));
            terminal.err().println("wrote " + out + " and " + raw);
            return Failures.OK;
        } catch (NoDriver missing) {
            terminal.err().println("nmos calibrate: " + missing.missing());
            return Failures.FAILED;
        } catch (CalibrationStopped stopped) {
            terminal.err().println("nmos calibrate: " + stopped.getMessage());
            return Failures.FAILED;
        }
    }

    private boolean onGpu() {
        return switch (device) {
            case CPU -> false;
            case CUDA -> true;
        };
    }

    private String linkRate() {
        return link != null ? link : onGpu() ? "measured" : "60%";
    }

    private Calibration measure(CalibrateOptions options) throws IOException, NoDriver {
        @Nullable Driver gpu = onGpu() ? Devices.find().open(0) : null;
        try (Progress progress = terminal.progress("measuring", PROGRESS_STEPS)) {
            Watch watch = new Watch() {
                @Override
                public void at(String what, double share) {
                    progress.at(Math.round(share * PROGRESS_STEPS));
                }

                @Override
                public boolean stopped() {
                    return terminal.stop().requested();
                }
            };
            return gpu == null ? Calibration.measure(options, watch) : GpuCalibration.measure(gpu, options, watch);
        }
    }

    private String name() {
        String last = String.valueOf(out.getFileName());
        return last.endsWith(YAML) ? last.substring(0, last.length() - YAML.length()) : last;
    }

    private Path raw() {
        return out.resolveSibling(name() + ".calibration.json");
    }

    private void refusePresent(Path path) {
        if (Files.isDirectory(path)) {
            throw new BadInput(path + ": is a folder; name a file with --out");
        }
        if (!force && Files.exists(path)) {
            throw new BadInput(path + ": already there; --force replaces it, --out FILE writes elsewhere");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInput("--out " + out + ": no such folder");
        }
    }

    /// A folder may be there and take no files, as those the system makes up do: trying tells.
    private static void refuseUnwritable(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "nmos-calibrate-", ".scratch"));
        } catch (IOException refused) {
            throw new BadInput("--dir " + folder + ": no file can be written there");
        }
    }

    /// What could be known only after minutes, if nobody looked now.
    private void refuseTooMuch(MachineChoice choice) throws IOException {
        long memory = Here.look(dir).memoryBytes();
        long asked = choice.ramBytes().orElse(0) + (onGpu() ? 0 : choice.vramBytes().orElse(0));
        if (asked > memory) {
            throw new BadInput((onGpu() ? "--ram: " : "--ram and --vram: ") + ModelText.bytes(asked) + " are more than the " + ModelText.bytes(memory)
                    + " of memory here");
        }
        if (choice.ramBytes().orElse(1) < 1 || choice.vramBytes().orElse(1) < 1) {
            throw new BadInput("--ram and --vram: more than nothing is needed");
        }
        refuseTooFast("--link", choice.link());
        refuseTooFast("--disk", choice.disk());
    }

    private static void refuseTooFast(String option, Rate rate) {
        if (rate instanceof Rate.Fixed(long bytesPerSec) && bytesPerSec > Rate.FASTEST) {
            throw new BadInput(option + ": " + ModelText.bytes(bytesPerSec) + "/s are more than any bus carries, "
                    + ModelText.bytes(Rate.FASTEST) + "/s; lower it");
        }
    }

    private void write(Path path, String text) throws IOException {
        new NewFile(path, force, "--force").write(stream -> {
            stream.write(text.getBytes(UTF_8));
            return path;
        });
    }

    private static OptionalLong bytes(String option, @Nullable String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(OptionValue.of(option, text, Value::bytes));
    }

    private static Rate rate(String option, String text) {
        try {
            if (text.equals("measured")) {
                return new Rate.Measured();
            }
            if (text.strip().endsWith("%")) {
                return new Rate.Share(OptionValue.of(option, text, Value::sharePpm));
            }
            return new Rate.Fixed(OptionValue.of(option, text, Value::bytesPerSec));
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(option + ": " + wrong.getMessage());
        }
    }
}
