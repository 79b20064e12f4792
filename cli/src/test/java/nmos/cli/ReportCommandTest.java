package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int nmos(String... args) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(args);
    }

    @Test
    void aReportOfARunLiesInItsFolderAndLeavesTheRunAsItWas() throws IOException {
        Path run = dir.resolve("run");
        assertThat(nmos("simulate", "04-chain-or-tree", "--set", "workload.turns=2", "--set", "workload.replyTokens=8", "--out", run.toString()))
                .as(err.toString()).isZero();
        byte[] before = Files.readAllBytes(run.resolve("run.json"));
        out.getBuffer().setLength(0);
        assertThat(nmos("report", run.toString())).as(err.toString()).isZero();
        assertThat(out).hasToString(run.resolve("report.html") + "\n");
        assertThat(run.resolve("report.html")).content().contains("04-chain-or-tree", "id=\"turn\"", "id=\"time-went\"", "id=\"memory-1\"", "id=\"roofline\"");
        assertThat(run).isDirectoryContaining("glob:**/trace.perfetto.json").isDirectoryContaining("glob:**/itl.hgrm");
        assertThat(run.resolve("charts")).isDirectoryContaining("glob:**/turn.png");
        assertThat(run.resolve("run.json")).hasBinaryContent(before);
        byte[] page = Files.readAllBytes(run.resolve("report.html"));
        out.getBuffer().setLength(0);
        assertThat(nmos("report", "--json", run.toString())).isZero();
        assertThat(out).hasToString("{\"page\":\"" + run.resolve("report.html") + "\"}\n");
        assertThat(run.resolve("report.html")).hasBinaryContent(page);
        assertThat(System.getProperty("java.awt.headless")).isEqualTo("true");
    }

    @Test
    void whereThePageCannotGoIsSaidBeforeOrInPlaceOfWritingIt() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "mine");
        refused("report: --out " + file + " is a file; name a folder", "report", "nowhere", "--out", file.toString());
        refused("report: 2 folders: add --out DIR", "report", "nowhere", "elsewhere");
        err.getBuffer().setLength(0);
        Path run = dir.resolve("run");
        assertThat(nmos("simulate", "04-chain-or-tree", "--set", "workload.turns=1", "--set", "workload.warmUpTurns=0", "--set", "workload.replyTokens=4", "--out", run.toString()))
                .as(err.toString()).isZero();
        refused("report: " + file.resolve("in") + ": cannot be created; name another folder with --out", "report", run.toString(), "--out",
                file.resolve("in").toString());
        assertThat(file).hasContent("mine");
        assertThat(run.resolve("report.html")).doesNotExist();
    }

    private void refused(String problem, String... args) {
        err.getBuffer().setLength(0);
        assertThat(nmos(args)).isEqualTo(2);
        assertThat(err.toString()).startsWith("nmos " + problem).hasLineCount(1);
    }

    @Test
    void aFolderWithoutARunIsBadInput() {
        assertThat(nmos("report", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("nmos report: " + dir + ": neither a run is here").hasLineCount(1);
    }

    @Test
    void aRunThatIsDamagedIsBadInput() throws IOException {
        Files.writeString(dir.resolve("run.json"), "{\"kind\" : ");
        assertThat(nmos("report", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("run.json").hasLineCount(1);
    }
}
