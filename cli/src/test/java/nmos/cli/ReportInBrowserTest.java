package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// Reports of real runs, opened from disk in a real browser that has no network and runs no script.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
    private static final int WIDE = 1200;
    private static final int NARROW = 400;

    @TempDir
    private static Path dir = Path.of("");

    private @Nullable Browser browser;

    @BeforeAll
    void start() throws IOException {
        Path program = Browser.find();
        assumeTrue(program != null, "no chromium, chromium-browser or google-chrome on the path");
        browser = Browser.start(Objects.requireNonNull(program), dir.resolve("profile"));
        for (int seed = 1; seed <= 2; seed++) {
            simulate(seed);
        }
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private void simulate(int seed) {
        nmos("simulate", "04-chain-or-tree", "--seed", Integer.toString(seed), "--set", "workload.turns=3", "--set", "workload.replyTokens=12",
                "--out", dir.resolve("run-" + seed).toString());
    }

    private void nmos(String... args) {
        StringWriter err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        assertThat(Nmos.commandLine(terminal).execute(args)).as(err.toString()).isZero();
    }

    private Path report(String name, String... folders) {
        Path out = dir.resolve(name);
        nmos(Stream.concat(Stream.of("report", "--out", out.toString()), Arrays.stream(folders).map(folder -> dir.resolve(folder).toString()))
                .toArray(String[]::new));
        return out.resolve("report.html");
    }

    /// A prediction whose measurement is the same scenario with another seed.
    private void validation(String name) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        for (int seed = 1; seed <= 2; seed++) {
            Path run = Files.createDirectories(folder.resolve("run-" + seed));
            try (Stream<Path> files = Files.list(dir.resolve("run-" + seed))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, run.resolve(file.getFileName().toString()));
                }
            }
        }
        Validation validation = new Validation("tiny </title><script>alert(1)</script>", List.of("a=\"<b>\""), "nmos validate tiny", "tiny",
                Validation.Acceptance.PREDICTED,
                new Validation.Host("a processor", 2, 1, "a system", "direct", "2026-01-01T00:00:00Z",
                        List.of(new Validation.Floor("drive", 1e9, 1.1e9, null, null))),
                List.of(new Figure(Validation.TOKENS_PER_SECOND, Figure.Unit.PER_SECOND, Figure.Origin.PREDICTED, List.of(10.0, 11.0), List.of(10.5, 10.6)),
                        new Figure(Validation.TTFT, Figure.Unit.MS, Figure.Origin.FITTED, List.of(20.0, 21.0), List.of(22.0, 23.0))),
                List.of("run-1"), List.of("run-2"), "the drive", List.of(), List.of("a warning"), List.of("the weather"), 0.1);
        ValidationFile.write(validation, folder);
    }

    /// Wide and light, narrow and dark: a page's widths know nothing of its colours, of which one page is enough to tell.
    private void opensEverywhere(Path page) throws IOException {
        opens(page, WIDE, false);
        opens(page, NARROW, true);
    }

    private void opens(Path page, int width, boolean dark) throws IOException {
        Browser shown = Objects.requireNonNull(browser);
        shown.show(page, width, dark);
        assertThat(shown.requests()).containsExactly(page.toUri().toString());
        assertThat(shown.complaints()).isEmpty();
        assertThat(shown.size()[0]).as("width at " + width).isLessThanOrEqualTo(width);
        assertThat(shown.boxes("section, h1, figure, figure svg, .verdict"))
                .hasSizeGreaterThan(8).allMatch(box -> box[0] > 0 && box[1] > 0);
        assertThat(colours(shown.picture(), dark)).hasSizeGreaterThan(20);
    }

    /// All colours of a picture, whose corner is light or dark as was asked for.
    private static Set<Integer> colours(byte[] png, boolean dark) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getRGB(0, 0) & 0xff).matches(blue -> dark ? blue < 64 : blue > 240);
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 2) {
            for (int x = 0; x < image.getWidth(); x += 2) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }

    @Test
    void theBrowserTellsWhatAPageMustNotDo() throws IOException {
        Path page = dir.resolve("bad.html");
        Files.writeString(page, "<!DOCTYPE html><title>bad</title><img src='http://127.0.0.1:9/x.png'><div style='width:2000px'>wide</div>");
        Browser shown = Objects.requireNonNull(browser);
        shown.show(page, NARROW, false);
        assertThat(shown.requests()).contains("http://127.0.0.1:9/x.png");
        assertThat(shown.complaints()).isNotEmpty();
        assertThat(shown.size()[0]).isGreaterThan(NARROW);
    }

    @Test
    void oneRun() throws IOException {
        Path page = report("one", "run-1");
        opensEverywhere(page);
        opens(page, WIDE, true);
        opens(page, NARROW, false);
    }

    @Test
    void twoRuns() throws IOException {
        opensEverywhere(report("two", "run-1", "run-2"));
    }

    @Test
    void aValidation() throws IOException {
        validation("valid/a");
        opensEverywhere(report("three", "valid/a"));
    }

    @Test
    void anEnvelope() throws IOException {
        validation("envelope/a");
        validation("envelope/b");
        opensEverywhere(report("four", "envelope"));
    }
}
