package nmos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveWorld;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.yaml.Value;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a scenario is run on this machine. Which oracle, and whether one has to be named, is for each command to say.
class Streaming {
    @Option(names = "--draft", paramLabel = "FILE", description = "That of the model that guesses ahead.")
    protected @Nullable Path draft;

    @Option(names = "--pace-disk", description = "Hold the drive to the machine file's speed; a link that is a copy in memory always is.")
    private boolean paceDisk;

    @Option(
            names = "--device",
            paramLabel = "WHAT",
            description = "What computes in the machine's top tier: cpu (the default), which plays a GPU, or cuda, a GPU of this computer.")
    private LiveOptions.ComputedBy device = LiveOptions.ComputedBy.CPU;

    @Option(
            names = "--pace-link",
            description = "With --device cuda: hold the GPU's link to the machine file's speed, too.")
    private boolean paceLink;

    @Option(
            names = "--vram",
            paramLabel = "SIZE",
            description = "Keep within so much of the top tier's memory, as in 4GiB, in the place of what the machine file has there.")
    private @Nullable String vram;

    @Option(
            names = "--link-rate",
            paramLabel = "RATE",
            description = "Pace the link to the top tier to this, as in '3.2 GB/s', in the place of what the machine file has; with"
                    + " --device cuda that implies --pace-link.")
    private @Nullable String linkRate;

    @Option(names = "--io", paramLabel = "HOW", description = "How files are read: auto (the default), io_uring, direct or buffered.")
    private Io io = Io.AUTO;

    @Option(names = "--spill", paramLabel = "DIR", description = "Folder for KV that finds no room in memory; default: the temporary one.")
    private Path spill = Path.of(System.getProperty("java.io.tmpdir"));

    void refuseMissingFolder() {
        if (!Files.isDirectory(spill)) {
            throw new BadInput("--spill " + spill + ": no such folder");
        }
    }

    /// With what these options say of the machine, which is said to simulations of it, too.
    List<String> settings(String scenario, List<String> set) {
        List<String> all = new ArrayList<>(set);
        Optional<Machine> machine = vram == null && linkRate == null ? Optional.empty() : ScenarioLoader.machineOf(scenario, set);
        // where there is none, loading the scenario says why
        if (machine.isPresent()) {
            Machine of = machine.get();
            if (vram != null) {
                long bytes = OptionValue.of("--vram", vram, Value::bytes);
                String tier = "machine.tiers." + of.tierNames().get(of.top());
                all.add(tier + ".capacity=" + assumed(bytes + " B", "--vram"));
                all.add(tier + ".taken=" + assumed("0 B", "--vram"));
            }
            if (linkRate != null) {
                long bytesPerSec = OptionValue.of("--link-rate", linkRate, Value::bytesPerSec);
                String hop = "machine.hops." + of.hops().getLast().name();
                all.add(hop + ".bandwidth=" + assumed(bytesPerSec + " B/s", "--link-rate"));
                all.add(hop + ".bandwidthDown=" + assumed(bytesPerSec + " B/s", "--link-rate"));
            }
        }
        return List.copyOf(all);
    }

    private static String assumed(String value, String option) {
        return "{value: " + value + ", kind: assumed, source: \"" + option + "\"}";
    }

    boolean cuda() {
        return device == LiveOptions.ComputedBy.CUDA;
    }

    LiveOptions options(Path oracle, Computing computing) {
        refuseMissingFolder();
        return new LiveOptions(oracle, draft, computing.threads(), paceDisk, io.method, computing.sampling(1), spill)
                .on(device, paceLink || linkRate != null);
    }

    /// The scenario as it will be run, refused where a model of it is missing.
    Scenario scenario(String name, List<String> settings, LiveOptions live) {
        Scenario scenario = LiveWorld.scenario(name, settings, live);
        Models.refuseWithoutDraft(scenario, draft);
        return scenario;
    }
}
