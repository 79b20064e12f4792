package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/// `nmos bench` as it is typed. What the gates find is tried where they are; here gate B has a setting that no program takes.
class BenchCommandTest {
    @TempDir
    private Path checkout;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aCheckout() throws IOException {
        Files.createDirectories(checkout.resolve("scenarios"));
        Files.writeString(checkout.resolve("scenarios").resolve("scenarios.txt"), "");
    }

    private void aSettingThatNoProgramTakes() throws IOException {
        Path setting = checkout.resolve("reports/measured/here/odd <&> one");
        Files.createDirectories(setting.resolve("simulated-1"));
        Files.writeString(setting.resolve("simulated-1/scenario.yaml"), "name: ]]>&\u0001\n");
        ValidationFile.write(
                new Validation("odd", List.of(), "", "here", Validation.Acceptance.NONE,
                        new Validation.Host("", 1, 1, "", "", "", List.of(new Validation.Floor(Validation.DRIVE, 2, 2, 1.0, null))),
                        List.of(new Figure(
                                Validation.TTFT, Figure.Unit.MS, Figure.Origin.PREDICTED, List.of(1.0), List.of(1.0))),
                        List.of("simulated-1"), List.of("measured-1"), null, List.of(), List.of(), List.of(), null),
                setting);
    }

    private int bench(String... words) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal)
                .execute(Stream.concat(Stream.of("bench", "--checkout", checkout.toString()), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void whereNothingIsThereToCompareItSaysSoAndFailsNothing() {
        assertThat(bench("fidelity")).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("B fidelity skipped: 0 passed, 0 failed, 1 skipped").contains("there are none under ");
    }

    @Test
    void whatAGateFindsIsExitThreeAndIsLeftForOthersToRead() throws Exception {
        aSettingThatNoProgramTakes();
        Path folder = checkout.resolve("out");
        Path history = checkout.resolve("history.jsonl");
        assertThat(bench("B", "--out", folder.toString(), "--history", history.toString())).as(err.toString()).isEqualTo(3);
        assertThat(out.toString()).startsWith("B fidelity failed: 0 passed, 1 failed, 0 skipped").contains("failed here/odd <&> one: ");
        assertThat(folder.resolve("summary.md")).content().contains("**failed**").contains("**B here/odd \\<&\\> one** failed");
        assertThat(folder.resolve("gates.json")).content().contains("\"passed\" : false");
        assertThat(folder.resolve("jmh-result.json")).as("no speed was measured").doesNotExist();
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve("junit.xml").toFile());
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("testcase").item(0).getAttributes().getNamedItem("name").getNodeValue())
                .isEqualTo("here/odd <&> one");

        assertThat(bench("B", "--out", folder.toString())).as("nothing is written over unasked").isEqualTo(2);
        assertThat(bench("B", "--out", folder.toString(), "--force", "--history", history.toString())).isEqualTo(3);
        assertThat(history).content().satisfies(lines -> assertThat(lines.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"at\":\"")));
    }

    @Test
    void forceReplacesItsOwnFilesAndNoOthers() throws IOException {
        Path folder = Files.createDirectory(checkout.resolve("out"));
        Path speeds = Files.writeString(folder.resolve("jmh-result.json"), "old");
        List<Path> mine = Stream.of("scenario.yaml", "run.json", "report.html").map(folder::resolve).toList();
        for (Path file : mine) {
            Files.writeString(file, "mine");
        }
        assertThat(bench("B", "--out", folder.toString(), "--force")).as(err.toString()).isZero();
        assertThat(mine).allSatisfy(file -> assertThat(file).hasContent("mine"));
        assertThat(speeds).doesNotExist();
        assertThat(folder.resolve("gates.json")).isNotEmptyFile();
    }

    @Test
    void aGateThatBreaksKeepsNoOtherFromJudgingAndNothingFromBeingLeft() throws IOException {
        aSettingThatNoProgramTakes();
        Path folder = checkout.resolve("out");
        assertThat(bench("A", "B", "--out", folder.toString())).as("A has nothing to compare with, and B found something").isEqualTo(3);
        assertThat(out.toString()).contains("failed exact: ").contains("nmos bench A --accept").contains("failed here/odd <&> one: ");
        assertThat(folder.resolve("gates.json")).content().contains("\"gate\" : \"A\"").contains("\"gate\" : \"B\"");
    }

    @Test
    void whereOnlySomethingHasToBeChangedWhatTheOthersFoundIsLeftAllTheSame() {
        Path folder = checkout.resolve("out");
        assertThat(bench("A", "B", "--out", folder.toString())).isEqualTo(2);
        assertThat(err.toString().lines().toList().getLast()).startsWith("nmos bench: ").contains("nmos bench A --accept");
        assertThat(folder.resolve("gates.json")).content().contains("\"gate\" : \"B\"");
    }

    @Test
    void whatTurnsOutToBeNoBaseFailsItsGateAndLeavesWhatWasFound() throws IOException {
        aSettingThatNoProgramTakes();
        Path folder = checkout.resolve("out");
        assertThat(bench("B", "C", "--against", "no-such-thing", "--build", "--out", folder.toString())).isEqualTo(3);
        assertThat(folder.resolve("gates.json")).content().contains("neither a file, a folder nor a commit");
    }

    @Test
    void aProgramThatWasNotBuiltHereIsToldAndFiledUnderNoCommit() throws IOException {
        Path history = checkout.resolve("history.jsonl");
        assertThat(bench("B", "--history", history.toString())).isZero();
        assertThat(err.toString()).startsWith("doubtful: this program was not built in ");
        assertThat(history).content().contains("\"commit_unknown\":\"this program was not built in ").doesNotContain("\"commit\":");
    }

    @Test
    void asJsonItIsOneObject() throws IOException {
        aSettingThatNoProgramTakes();
        assertThat(bench("B", "--json")).isEqualTo(3);
        assertThat(out.toString()).startsWith("{").endsWith("}\n").contains("\"gate\" : \"B\"").doesNotContain("fidelity failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "D|there is no gate 'D'",
        "C|say --against what",
        "A --against .|are for gate C",
        "C --against . --pairs 3|an even number from 20",
        "C --against . --scenario nowhere|is none that ships",
        "C --against . --accept|keeps nothing",
        "C --against no-such-thing|if it is a commit, add --build",
        "C --against no-such-thing --build|neither a file, a folder nor a commit",
        "B --force|add --out DIR",
        "A|nmos bench A --accept",
        "B --history .|no file can be written there",
        "B --history no-such-folder/history.jsonl|no file can be written there",
    })
    void whatCannotBeDoneIsSaidInALine(String wordsAndAnswer) {
        String[] parts = wordsAndAnswer.split("\\|", -1);
        assertThat(bench((parts[0] + " ").replace(" . ", " " + checkout + " ").strip().split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines().toList().getLast()).startsWith("nmos bench: ").contains(parts[1]);
    }

    @Test
    void outsideACheckoutItSaysWhatItNeeds() throws IOException {
        Files.delete(checkout.resolve("scenarios").resolve("scenarios.txt"));
        assertThat(bench("B")).isEqualTo(2);
        assertThat(err.toString()).contains("lies in no checkout of nmos").contains("--checkout DIR");
    }
}
