package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `nmos published`, of a small table and, where it is there, of all that was collected.
class PublishedCommandTest {
    private static final int EVERY = 10;
    private static final int CELLS = 9;
    private static final int PREDICTED = 5;
    /// Three digits are on the page.
    private static final double ROUNDED = 0.6;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path table = Path.of("");

    @BeforeEach
    void writeATable() throws IOException {
        table = Files.writeString(dir.resolve("t.csv"), """
                system,model,quant,gpu,policy,measured_tps
                Somebody,Vicuna-33B,fp16,RTX 4090,layer stream RAM->VRAM,0.5618
                Nobody,Vicuna-33B,,RTX 4090,layer stream RAM->VRAM,1
                """);
    }

    private int run(Object... words) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        return Nmos.commandLine(terminal).execute(args);
    }

    @Test
    void printsAPage() {
        assertThat(run("published", table)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("`nmos published t.csv`", "1 of 2 rows", "| Somebody | Vicuna-33B |", "| 1 | not stated: ");
    }

    @Test
    void printsJson() {
        assertThat(run("published", table, "--json")).as(err.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("rows")).hasSize(2);
        assertThat(json.get("rows").get(0).get("predicted_tps").asDouble()).isBetween(0.5, 0.7);
        assertThat(json.get("rows").get(1).get("excluded").asString()).startsWith("not stated");
        assertThat(json.get("summary").get("qualifying").asInt()).isEqualTo(1);
    }

    @Test
    void writesAPageOnceWithItsCharts() {
        Path page = dir.resolve("page.md");
        assertThat(run("published", table, "--out", page)).as(err.toString()).isZero();
        assertThat(page).content().contains("![predicted by simulation](page.png)");
        assertThat(dir.resolve("page.png")).isNotEmptyFile();
        assertThat(run("published", table, "--out", page)).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains("--force replaces it");
    }

    @Test
    void saysWhatToDoWithoutATable() {
        assertThat(run("published", dir.resolve("none.csv"))).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains("no such file");
    }

    /// What the page in the repository says is what the program says today: of every tenth line of all that was collected, since all of
    /// them take a minute. The others stand there without a word, so that lines keep their numbers.
    @Test
    void predictsWhatThePageSays() throws IOException {
        Path collected = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "published", "offload-measurements.csv");
        Assumptions.assumeTrue(Files.exists(collected), "no ../shared/data/published here");
        List<String> lines = new ArrayList<>(Files.readAllLines(collected));
        String nothing = lines.getFirst().replaceAll("[^,]", "");
        for (int line = 2; line <= lines.size(); line++) {
            if (line % EVERY != 0) {
                lines.set(line - 1, nothing);
            }
        }
        assertThat(run("published", Files.write(dir.resolve("some.csv"), lines), "--json")).as(err.toString()).isZero();

        Map<Integer, Double> onThePage = predictedOnThePage();
        onThePage.keySet().removeIf(line -> line % EVERY != 0);
        Map<Integer, Double> today = new HashMap<>();
        for (JsonNode row : new ObjectMapper().readTree(out.toString()).get("rows")) {
            if (row.hasNonNull("predicted_tps")) {
                today.put(row.get("line").asInt(), row.get("predicted_tps").asDouble());
            }
        }
        assertThat(today).hasSizeGreaterThan(5).containsOnlyKeys(onThePage.keySet());
        today.forEach((line, predicted) ->
                assertThat(onThePage.get(line)).as("line %d", line).isCloseTo(predicted, withinPercentage(ROUNDED)));
    }

    /// By the line that a row stands in: `| line | system | model | what it does | measured | predicted | ...`.
    private static Map<Integer, Double> predictedOnThePage() throws IOException {
        Map<Integer, Double> predicted = new HashMap<>();
        for (String row : Files.readAllLines(Path.of("..", "reports", "published.md"))) {
            String[] cells = row.split(" \\| ", -1);
            if (cells.length == CELLS && cells[0].matches("\\| \\d+")) {
                predicted.put(Integer.valueOf(cells[0].substring(2)), Double.valueOf(cells[PREDICTED]));
            }
        }
        return predicted;
    }
}
