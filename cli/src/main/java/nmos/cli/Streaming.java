package nmos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveWorld;
import nmos.scenarios.Scenario;
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

    @Option(names = "--io", paramLabel = "HOW", description = "How files are read: auto (the default), io_uring, direct or buffered.")
    private Io io = Io.AUTO;

    @Option(names = "--spill", paramLabel = "DIR", description = "Folder for KV that finds no room in memory; default: the temporary one.")
    private Path spill = Path.of(System.getProperty("java.io.tmpdir"));

    void refuseMissingFolder() {
        if (!Files.isDirectory(spill)) {
            throw new BadInput("--spill " + spill + ": no such folder");
        }
    }

    LiveOptions options(Path oracle, Computing computing) {
        refuseMissingFolder();
        return new LiveOptions(oracle, draft, computing.threads(), paceDisk, io.method, computing.sampling(1), spill)
                .on(device, paceLink);
    }

    /// The scenario as it will be run, refused where a model of it is missing.
    Scenario scenario(String name, List<String> settings, LiveOptions live) {
        Scenario scenario = LiveWorld.scenario(name, settings, live);
        Models.refuseWithoutDraft(scenario, draft);
        return scenario;
    }
}
