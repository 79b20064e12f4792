package nmos.reports.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final String HOSTILE = "</title><script src=x>alert(1)</script><img src=http://x onerror=y>";

    @TempDir
    private Path dir;

    @BeforeEach
    void runs() throws IOException {
        run("simulated", "simulated", "usual", true);
        run("measured", "measured", "usual", true);
        run("paced", "paced", "usual", true);
        run("hostile", "measured", HOSTILE, true);
        run("short", "measured", "usual", false);
    }

    /// A run as its world writes it, but without a journal.
    private Path run(String folder, String kind, String scenario, boolean figures) throws IOException {
        Path run = Files.createDirectories(dir.resolve(folder));
        String summary = """
                "turns" : [ {"session" : 0, "ttft_verified_ms" : 11.5, "tokens" : 3, "tau" : [1, 2], "itl_ms" : [0.5, 0.7]},
                            {"session" : 0, "ttft_verified_ms" : 12.5, "tokens" : 3, "tau" : [1, 2], "itl_ms" : [0.4, 0.9]} ],
                "summary" : {"turns" : 2, "failed_turns" : 0, "tokens" : 6, "tokens_per_second" : 4.5, "tokens_per_second_end_to_end" : 4.0,
                  "ttft_verified_ms" : {"p50" : 11.5, "p80" : 12.5, "p95" : 12.5, "p99" : 12.5}, "tau_mean" : 1.5,
                  "tau_counts" : [0, 2, 2], "acceptance_by_depth" : [0.5, 0.25], "resources" : {"ssd -> ram" : {"busy_ms" : 3.5, "bytes" : 1000}}},
                "bound" : {"tokens_per_second" : 9.0, "pass_s" : 0.2, "limited_by" : "ssd -> ram", "reached" : 0.5},
                "bytes" : {"ssd -> ram" : 1000},
                """;
        Files.writeString(run.resolve("run.json"), """
                {"kind" : "%s", "complete" : %s, "scenario" : "%s", "seed" : 7, "machine" : "laptop",
                 "policy" : {"hash" : "0123456789abcdef0123456789abcdef", "knobs" : {"retries" : 3}},
                 "resolved" : {"hops" : [ {"name" : "ssd -> ram", "bytes_per_second_up" : 1000000, "bytes_per_second_down" : 1000000, "latency_ms" : 0.1, "depth" : 1} ]},
                 %s "not_covered" : ["emulated: <b>vram</b> is memory."]}
                """.formatted(kind, figures, scenario, figures ? summary : "\"turns\" : [],"));
        return run;
    }

    private Validation validation(String simulated, double tokensPerSecond) {
        return validation(simulated, tokensPerSecond, true);
    }

    private Validation validation(String simulated, double tokensPerSecond, boolean paced) {
        return new Validation("usual", List.of("river.lookahead=2"), "nmos validate usual", "laptop", Validation.Acceptance.REPLAYED,
                new Validation.Host("a processor", 2, 1, "a system", "direct", "2026-01-01T00:00:00Z",
                        List.of(new Validation.Floor(Validation.DRIVE, 1e9, 1e9, paced ? 5e8 : null, 1e9))),
                List.of(new Figure(Validation.TOKENS_PER_SECOND, Figure.Unit.PER_SECOND, Figure.Origin.PREDICTED,
                                List.of(tokensPerSecond, tokensPerSecond), List.of(100.0, 102.0)),
                        new Figure(Validation.TTFT, Figure.Unit.MS, Figure.Origin.FITTED, List.of(11.0), List.of(10.0))),
                List.of(simulated), List.of("measured"), null, List.of(), List.of(), List.of("the weather"), 0.2);
    }

    private String page(String... folders) throws IOException {
        Path page = Report.of(List.of(folders).stream().map(dir::resolve).toList()).write(dir.resolve("out"));
        assertThat(page).isEqualTo(dir.resolve("out/report.html"));
        assertThat(Files.size(page)).isLessThan(1_000_000);
        String html = Files.readString(page);
        assertThat(html).doesNotContain("<script", "<link", "<img", "<iframe", "@import", "<object", "<embed")
                .doesNotContainPattern("<[^>]*\\s(src|srcset|action|data)=").doesNotContainPattern("href=\"(?!#)")
                .doesNotContainPattern("url\\((?!#)").doesNotContainPattern("<[^>]*\\son[a-z]+=");
        return html;
    }

    @Test
    void aRunSaysWhatLimitsItAndHowMuchOfTheBoundItReached() throws IOException {
        assertThat(page("simulated")).contains("4.5 tokens/s decoding, simulated.", "What sets the limit is ssd \u2192 ram", "50.0 % were reached",
                "nmos simulate scenario.yaml --seed 7", "emulated: &lt;b&gt;vram&lt;/b&gt; is memory.");
        assertThat(dir.resolve("out/charts/ttft.png")).isNotEmptyFile();
    }

    @Test
    void whatCannotBeDrawnIsSaidNotDrawn() throws IOException {
        assertThat(page("simulated")).contains("not drawn, because it left no journal").doesNotContain("id=\"turn\"");
    }

    @Test
    void pacedAndEmulatedRunsSaySoBeforeAnyFigure() throws IOException {
        assertThat(page("paced")).containsSubsequence("<span class=\"label mea\">paced</span>", "emulated</span>", "class=\"verdict\"",
                "Paced: devices are threads that take the modelled time", "<section");
    }

    @Test
    void twoWorldsAreComparedWithTheirDifferencesFirst() throws IOException {
        assertThat(page("simulated", "measured")).containsSubsequence("Measured tokens/s is equal to simulated", "<h2>Differences</h2>", "<h2>What was run</h2>");
    }

    @Test
    void twoRunsOfOneWorldAreToldApartByTheirOrder() throws IOException {
        assertThat(page("simulated", "simulated")).contains("The second run\u2019s tokens/s is equal to the first run\u2019s");
    }

    @Test
    void aValidationSaysItsErrorsAndWhatWasFitted() throws IOException {
        ValidationFile.write(validation("simulated", 99), dir);
        String html = page(".");
        assertThat(html).contains("Simulated tokens/s is 2.0 % below measured (noise \u00b11.0 %); time to first token (p50) is 10.0 % above measured "
                + "(noise unknown, fitted). Within the 20.0 % asked for.", "taken from what a run accepted", "the weather", "nmos validate usual");
    }

    @Test
    void severalValidationsAreAnEnvelope() throws IOException {
        for (int i = 0; i < 3; i++) {
            ValidationFile.write(validation("simulated", 100 + 20 * i), Files.createDirectories(dir.resolve("all/" + i)));
        }
        ValidationFile.write(validation("simulated", 900, false), Files.createDirectories(dir.resolve("all/unpaced")));
        assertThat(page("all")).contains("Accuracy over 4 settings",
                "Tokens/s, predicted: 1 of 3 settings within 10 % of measured, the median error 18.8 %, nine of ten within 38.6 %, the worst +38.6 %",
                "; 1 unpaced and not counted.", "Time to first token, p50, fitted: ",
                "usual, river.lookahead=2 (3)", "usual, river.lookahead=2, unpaced");
    }

    @Test
    void theSameRunsGiveTheSameBytes() throws IOException {
        assertThat(page("simulated", "measured")).isEqualTo(page("simulated", "measured"));
    }

    @Test
    void namesFromFilesAreTextWhateverTheyHold() throws IOException {
        assertThat(page("hostile")).contains("&lt;script src=x&gt;");
        assertThat(page("hostile", "simulated")).contains("&lt;script src=x&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../measured", "/etc", ".", "", "a/../.."})
    void aValidationNamesNoRunOutsideItsFolder(String name) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("v"));
        ValidationFile.write(validation(name, 99), folder);
        assertThatThrownBy(() -> Report.of(List.of(folder))).isInstanceOf(IOException.class).hasMessageContaining("not a folder in it");
    }

    @Test
    void whatCannotBeReportedIsSaidInALine() throws IOException {
        Path empty = Files.createDirectories(dir.resolve("empty"));
        ValidationFile.write(validation("simulated", 99), Files.createDirectories(dir.resolve("v")));
        refused("nowhere: no such folder", dir.resolve("nowhere"));
        refused("neither a run is here nor a validation", empty);
        refused("is a file; name the folder", dir.resolve("measured/run.json"));
        refused("is a run and", dir.resolve("measured"), dir.resolve("v"));
        refused("3 runs: name one to report, or two to compare", dir.resolve("measured"), dir.resolve("measured"), dir.resolve("measured"));
        refused("was cut short before it had any figures", dir.resolve("short"));
    }

    private static void refused(String why, Path... folders) {
        assertThatThrownBy(() -> Report.of(List.of(folders))).isInstanceOf(IOException.class).hasMessageContaining(why).hasMessageNotContaining("\n");
    }
}
