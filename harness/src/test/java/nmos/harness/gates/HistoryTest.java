package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two programs that keep one history.
class HistoryTest {
    private static final int LINES = 50;

    @TempDir
    private Path folder;

    @Test
    void linesOfTwoProgramsAtOnceAreAllThereAndWhole() throws Exception {
        Path file = folder.resolve("history.jsonl");
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<String>> writers = List.of(two.submit(() -> write(file, "a")), two.submit(() -> write(file, "b")));
            for (Future<String> writer : writers) {
                writer.get();
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2 * LINES);
        for (String name : List.of("a", "b")) {
            assertThat(lines.stream().filter(HistoryWriters.line(name).strip()::equals)).hasSize(LINES);
        }
    }

    private static String write(Path file, String name) throws Exception {
        return ChildJvm.run(
                List.of(), System.getProperty("java.class.path"), HistoryWriters.class.getName(),
                List.of(file.toString(), name, Integer.toString(LINES)), () -> true);
    }
}
