package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `nmos published`, of a small table and, where it is there, of all that was collected.
class PublishedCommandTest {
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

    /// Nothing in a table is an error of the program, and what has been shown to be predictable stays so.
    @Test
    void predictsAllThatWasCollected() {
        Path collected = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "published", "offload-measurements.csv");
        Assumptions.assumeTrue(Files.exists(collected), "no ../shared/data/published here");
        assertThat(run("published", collected, "--json")).as(err.toString()).isZero();
        JsonNode summary = new ObjectMapper().readTree(out.toString()).get("summary");
        assertThat(summary.get("rows").asInt()).isEqualTo(163);
        assertThat(summary.get("qualifying").asInt()).isGreaterThanOrEqualTo(50);
        assertThat(summary.get("errors").get("median_pct").asDouble())
                .isLessThan(summary.get("formula").get("median_pct").asDouble())
                .isLessThan(30);
    }
}
