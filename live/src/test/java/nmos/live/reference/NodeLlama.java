package nmos.live.reference;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The reference, installed once into the build folder, and run as one process for all tests of this one: a start takes longer
/// than most of what it is asked.
public final class NodeLlama {
    private static final String VERSION = "3.22.1";
    private static final String SCRIPT = "node-llama.mjs";
    private static final long INSTALL_SECONDS = 300;
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(5);
    private static @Nullable NodeProcess running;

    private final Path folder;

    private NodeLlama(Path folder) {
        this.folder = folder;
    }

    /// Installs it where that has not happened yet; aborts the test, saying why, where it cannot.
    public static NodeLlama orSkip() {
        Path folder = Path.of("target", "node-llama").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) { // two builds may share the folder
                Objects.requireNonNull(lock);
                if (!Files.exists(folder.resolve("installed-" + VERSION))) {
                    install(folder);
                }
            }
            try (InputStream script = Objects.requireNonNull(NodeLlama.class.getResourceAsStream(SCRIPT))) {
                Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
            }
            running(folder);
            return new NodeLlama(folder);
        } catch (IOException e) {
            return abort("skipped: node-llama-cpp is out of reach (it needs node 20, npm and its registry once): "
                    + e.getMessage());
        }
    }

    /// The process, started where there is none: the first time, and after one hung or died.
    private static synchronized NodeProcess running(Path folder) throws IOException {
        NodeProcess process = running;
        if (process == null || !process.isAlive()) {
            process = NodeProcess.start(folder, folder.resolve("node.log"), "node", SCRIPT);
            process.ask("ready", STARTS_WITHIN);
            running = process;
        }
        return process;
    }

    /// 0 where none runs.
    static synchronized long processId() {
        NodeProcess process = running;
        return process == null ? 0 : process.pid();
    }

    /// The CPU build alone: the package's own choice would fetch hundreds of megabytes for GPUs.
    private static void install(Path folder) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
        run(folder, INSTALL_SECONDS, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional",
                "node-llama-cpp@" + VERSION, "@node-llama-cpp/" + platform() + "@" + VERSION);
        Files.createFile(folder.resolve("installed-" + VERSION));
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (os.startsWith("mac")) {
            return arm ? "mac-arm64-metal" : "mac-x64";
        }
        return (os.startsWith("win") ? "win-" : "linux-") + (arm ? "arm64" : "x64");
    }

    /// The logits after each id, given all ids before it: `(position, vocabulary)`. Keys and values are kept in F32.
    public float[][] logits(Path model, int... ids) {
        ByteBuffer in = ByteBuffer.allocate(ids.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        in.asIntBuffer().put(ids);
        byte[] out = call("logits", model, in.array());
        int vocabulary = out.length / Float.BYTES / ids.length;
        var floats = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[][] logits = new float[ids.length][vocabulary];
        for (float[] position : logits) {
            floats.get(position);
        }
        return logits;
    }

    /// The likeliest id of each row, the lowest of equals.
    public static int[] greedy(float[][] logits) {
        int[] best = new int[logits.length];
        for (int row = 0; row < logits.length; row++) {
            for (int id = 1; id < logits[row].length; id++) {
                best[row] = logits[row][id] > logits[row][best[row]] ? id : best[row];
            }
        }
        return best;
    }

    /// The ids of each text, without a start token. A file of a vocabulary alone will do.
    public List<int[]> tokens(Path model, List<String> texts, boolean parseSpecial) {
        byte[] input = json(texts).getBytes(StandardCharsets.UTF_8);
        String json = new String(call(parseSpecial ? "special" : "tokens", model, input), StandardCharsets.UTF_8);
        List<int[]> ids = new ArrayList<>();
        for (String array : json.substring(2, json.length() - 2).split("\\],\\[", -1)) {
            ids.add(array.isEmpty()
                    ? new int[0]
                    : Arrays.stream(array.split(",")).mapToInt(Integer::parseInt).toArray());
        }
        return ids;
    }

    private static String json(List<String> texts) {
        var out = new StringBuilder("[");
        for (String text : texts) {
            out.append(out.length() > 1 ? ",\"" : "\"");
            text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
            out.append('"');
        }
        return out.append(']').toString();
    }

    private byte[] call(String what, Path model, byte[] input) {
        try {
            NodeProcess process = running(folder);
            Path in = Files.createTempFile(folder, what, ".in");
            Path out = Files.createTempFile(folder, what, ".out");
            try {
                Files.write(in, input);
                String file = model.toAbsolutePath().toString();
                process.ask(String.join("\t", what, file, in.toString(), out.toString()), ANSWERS_WITHIN);
                return Files.readAllBytes(out);
            } finally {
                Files.delete(in);
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, long seconds, String... command) throws IOException {
        Path log = folder.resolve(command[0] + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + ": no end after " + seconds + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }
}
