package nmos.bench.stream;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.Store;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.ShapedModel;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.policy.Arithmetic;
import nmos.scenarios.Scenario;
import nmos.scenarios.shape.Shapes;
import nmos.world.run.RunWatch;

/// Streams a model of twice the memory it is given, setting by setting, and tells how long a pass took beside what the drive and
/// the link need for it alone. Drive and link are held to rates this machine exceeds, but where a setting says otherwise.
///
/// `StreamBesideBound [--model FILE.gguf] [--layers N] [--only TEXT]`: without a model, one is written into a temporary folder.
public final class StreamBesideBound {
    private static final String SHAPE = "qwen2.5-7b-q4_k_m";
    private static final long SEED = 7;
    private static final int MB = 1_000_000;

    private StreamBesideBound() {}

    /// `paced`: the drive is held to `driveMb` MB/s; else it goes as fast as it can.
    private record Setting(String name, int ramMb, int vramMb, int driveMb, int linkMb, boolean paced, List<String> set) {
        static Setting of(String name, int ramMb, int vramMb, int driveMb, int linkMb, String... set) {
            return new Setting(name, ramMb, vramMb, driveMb, linkMb, true, List.of(set));
        }
    }

    private static List<Setting> settings() {
        return List.of(
                Setting.of("drive 400 MB/s", 600, 600, 400, 1000),
                Setting.of("drive 300 MB/s", 600, 600, 300, 1000),
                Setting.of("link 400 MB/s", 600, 600, 400, 400),
                Setting.of("link 350 MB/s, drive 300", 600, 600, 300, 350),
                Setting.of("more RAM", 900, 600, 400, 1000),
                Setting.of("more VRAM", 600, 900, 400, 1000),
                Setting.of("four sessions a pass", 600, 600, 400, 1000, "workload.sessions=4"),
                Setting.of("guesses of the text, chains of 4", 640, 600, 400, 1000, "speculation.kind=chain",
                        "speculation.drafter=lookup", "speculation.k=4"),
                Setting.of("CPU computes what rests in RAM", 900, 600, 400, 600, "placement.kind=hybrid"),
                Setting.of("just in time", 600, 600, 400, 1000, "river.kind=just-in-time"),
                Setting.of("KV in pages", 600, 600, 400, 1000, "kv.policy=lru", "kv.pageBytes=1MiB"),
                Setting.of("three slots", 600, 700, 400, 1000, "placement.slots.vram=3"),
                new Setting("drive unpaced, link 1000 MB/s", 600, 600, 1_000, 1000, false, List.of()));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path model = null;
        int layers = 12;
        String only = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--model" -> model = Path.of(args[i + 1]);
                case "--layers" -> layers = Integer.parseInt(args[i + 1]);
                case "--only" -> only = args[i + 1];
                default -> throw new IllegalArgumentException(args[i] + ": known are --model, --layers and --only");
            }
        }
        Path folder = Files.createTempDirectory("nmos-stream");
        Path file = model == null ? folder.resolve("model.gguf") : model;
        try {
            if (model == null) {
                ShapedModel.random(Shapes.find(SHAPE).orElseThrow(), layers, SEED)
                        .write(file, GgufWriter.IfPresent.REFUSE, _ -> {});
            }
            run(file, folder, only, System.out);
        } finally {
            if (model == null) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder.resolve("streaming.yaml"));
            Files.deleteIfExists(folder);
        }
    }

    private static void run(Path file, Path folder, String only, PrintStream out) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "the drive alone, before: %.0f MB/s%n", alone(file) / MB);
        out.println(Streamed.header());
        List<String> faults = new ArrayList<>();
        for (Setting setting : settings()) {
            if (!setting.name().contains(only)) {
                continue;
            }
            Path yaml = Files.writeString(folder.resolve("streaming.yaml"), text(setting));
            LiveOptions options = LiveOptions.of(file, null);
            options = setting.paced() ? options.paced() : options;
            Scenario scenario = LiveWorld.scenario(yaml.toString(), setting.set(), options);
            double driveBytesPerSec = setting.paced() ? (double) setting.driveMb() * MB : alone(file);
            try (LiveWorld world = new LiveWorld(scenario, options)) {
                LiveOutcome outcome = world.run(world.policy(), RunWatch.NONE);
                faults.addAll(outcome.faults());
                out.println(Streamed.of(world, outcome, driveBytesPerSec).row(setting.name()));
            }
        }
        out.printf(Locale.ROOT, "the drive alone, after: %.0f MB/s%n", alone(file) / MB);
        faults.forEach(out::println);
    }

    /// Bytes per second of the drive, with nothing else to do, over the first gigabyte of the file.
    private static double alone(Path file) throws IOException, InterruptedException {
        long piece = 64L << 20;
        try (Drive drive = Drive.start("alone", DriveOptions.fastest());
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(piece, 4096);
            int pieces = (int) Math.min(16, store.bytes() / piece);
            CountDownLatch left = new CountDownLatch(pieces);
            long beganNs = System.nanoTime();
            for (int i = 0; i < pieces; i++) {
                drive.read(store, i * piece, piece, memory, i, (_, _, _) -> left.countDown());
            }
            left.await();
            return (double) Arithmetic.mulDiv(pieces * piece, 1_000_000_000L, System.nanoTime() - beganNs);
        }
    }

    private static String text(Setting s) {
        return """
                name: streaming
                about: a model of twice the memory it is given
                machine:
                  name: emulated
                  about: a small machine played by this one
                  cores: {value: 2, kind: assumed, source: "set here"}
                  hostOverheadPerCommand: {value: 0 us, kind: assumed, source: "set here"}
                  tiers:
                    - name: ssd
                      capacity: {value: 100 GB, kind: assumed, source: "set here"}
                      taken: {value: 0 GB, kind: assumed, source: "set here"}
                    - name: ram
                      capacity: {value: %d MB, kind: assumed, source: "set here"}
                      taken: {value: 0 GB, kind: assumed, source: "set here"}
                      device: {name: this CPU, kind: cpu, bandwidth: {value: 8 GB/s, kind: assumed, source: "set here"}, peak: {value: 60 Gop/s, kind: assumed, source: "set here"}, efficiency: {value: 80 %%, kind: assumed, source: "set here"}}
                    - name: vram
                      capacity: {value: %d MB, kind: assumed, source: "set here"}
                      taken: {value: 0 GB, kind: assumed, source: "set here"}
                      device: {name: this CPU, kind: gpu, bandwidth: {value: 8 GB/s, kind: assumed, source: "set here"}, peak: {value: 60 Gop/s, kind: assumed, source: "set here"}, efficiency: {value: 80 %%, kind: assumed, source: "set here"}}
                  hops:
                    - {name: nvme, bus: pcie 3.0 x4, bandwidth: {value: %d MB/s, kind: assumed, source: "set here"}, bandwidthDown: {value: %d MB/s, kind: assumed, source: "set here"}, latency: {value: 80 us, kind: assumed, source: "set here"}, depth: {value: 8, kind: assumed, source: "set here"}, memory: pinned}
                    - {name: link, bus: pcie 3.0 x4, bandwidth: {value: %d MB/s, kind: assumed, source: "set here"}, bandwidthDown: {value: %d MB/s, kind: assumed, source: "set here"}, latency: {value: 10 us, kind: assumed, source: "set here"}, depth: {value: 1, kind: assumed, source: "set here"}, memory: pinned}
                oracle: qwen2.5-7b-q4_k_m
                placement: {kind: pinned, rows: 1}
                river: {kind: double-buffer}
                speculation: {kind: off}
                acceptance: {kind: per-position, probabilities: [.5], lookup: {match: 30 %%, acceptance: 50 %%}}
                kv: {tokensPerSession: 128}
                batching: {maxRows: 16}
                workload: {turns: 1, promptTokens: 8, replyTokens: 7, typingPerToken: 0 ms, thinkTime: 0 ms, freshContext: true}
                """
                .formatted(s.ramMb(), s.vramMb(), s.driveMb(), s.driveMb(), s.linkMb(), s.linkMb());
    }
}
