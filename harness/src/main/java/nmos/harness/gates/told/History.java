package nmos.harness.gates.told;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.Speed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A file to which each run of the gates adds a line of JSON.
public final class History {
    private static final JsonMapper LINE = new JsonMapper();

    private History() {}

    /// `commit`: what was judged, null where nobody knows. `doubt`: why that may be something else than the checkout has, null where nothing
    /// speaks for it.
    public static String line(List<GateResult> results, Instant at, @Nullable String commit, @Nullable String doubt) {
        ObjectNode line = LINE.createObjectNode().put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
        if (commit != null) {
            line.put("commit", commit);
        }
        if (doubt != null) {
            line.put("commit_unknown", doubt);
        }
        line.put("java", System.getProperty("java.vm.version")).put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        ArrayNode gates = line.putArray("gates");
        for (GateResult result : results) {
            ObjectNode gate = gates.addObject();
            GatesJson.summary(gate, result);
            for (Speed speed : result.speeds()) {
                GatesJson.speed(gate.withObjectProperty("speeds").putObject(speed.scenario()), speed);
            }
        }
        return LINE.writeValueAsString(line) + "\n";
    }

    /// Adds a line after all that are there, whoever else does so at the same time.
    public static void append(Path file, String line) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                FileLock lock = channel.lock()) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
            while (lock.isValid() && bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
