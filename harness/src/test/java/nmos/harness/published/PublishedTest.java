package nmos.harness.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTest {
    private static final String HEAD = "system,model,quant,gpu,link_gbps,policy,spec,measured_tps,source\n";

    @TempDir
    private Path dir;

    private Path table(String rows) throws IOException {
        return Files.writeString(dir.resolve("t.csv"), HEAD + rows);
    }

    @Test
    void aStreamedModelIsAsFastAsItsLinkWithWhatRestsOnTheGpu() throws IOException {
        Published published = Published.of(table("x,Llama2-70B,fp16,RTX 4090,31.5,layer stream RAM->VRAM,none,0.2203,a page\n"), _ -> true);
        Published.Row row = published.rows().getFirst();
        assertThat(row.excluded()).isNull();
        assertThat(row.predictedTps()).isBetween(0.2, 0.24);
        assertThat(row.formulaTps()).isBetween(0.15, 0.19);
        assertThat(row.errorPct()).isBetween(-5.0, 5.0);
    }

    @Test
    void whatIsLeftOutIsCounted() throws IOException {
        Published published = Published.of(table("""
                x,Llama2-70B,,RTX 4090,,layer stream RAM->VRAM,none,1,
                y,Llama2-70B,,RTX 4090,,layer stream RAM->VRAM,none,1,
                z,Llama2-70B,fp16,RTX 4090,,layer stream RAM->VRAM,a tree,1,
                """), _ -> true);
        assertThat(published.summary().qualifying()).isZero();
        assertThat(published.summary().errors()).isNull();
        assertThat(published.summary().excluded()).extracting(Published.Left::rows).containsExactly(2, 1);
        assertThat(PublishedPage.markdown(published, Notes.NONE, "nmos published t.csv", Map.of()))
                .contains("None of 3 rows says enough", "| 2 | not stated: neither bytes nor a quantisation");
    }

    @Test
    void oneThatIsStoppedSaysSo() throws IOException {
        Published stopped = Published.of(table("x,Llama2-70B,,,,,none,1,\ny,Llama2-70B,,,,,none,1,\n"), done -> done < 1);
        assertThat(stopped.complete()).isFalse();
        assertThat(PublishedPage.markdown(stopped, Notes.NONE, "c", Map.of())).contains("**Stopped after 1 of 2 rows**");
    }

    @Test
    void countsAreWholeAndAtLeastOne() throws IOException {
        for (String wrong : new String[] {"0.4", "1.5", "0"}) {
            Path table = Files.writeString(dir.resolve("t.csv"), "system,model,policy,batch,measured_tps\nx,m,p," + wrong + ",1\n");
            assertThatThrownBy(() -> Published.of(table, _ -> true)).isInstanceOf(PublishedException.class).hasMessageContaining("t.csv:2: batch: " + wrong);
        }
    }

    @Test
    void whatIsKnownAtSecondHandIsMarked() throws IOException {
        Published published = Published.of(table("x,Llama2-70B,fp16,RTX 4090,,layer stream RAM->VRAM,none,0.2,secondary: a page\n"), _ -> true);
        assertThat(PublishedPage.markdown(published, Notes.NONE, "c", Map.of())).contains("| x (secondary) |");
    }

    @Test
    void theSameTableComesToTheSameAgain() throws IOException {
        Path table = table("x,Qwen2.5-Coder-32B,Q4_K_M,none (EPYC 9655),,CPU all in RAM,K=8 draft Qwen2.5-0.5B accept 0.8,17,\n");
        assertThat(Published.of(table, _ -> true)).isEqualTo(Published.of(table, _ -> true));
    }

    @Test
    void jsonHasTheNamesOfTheColumns() throws IOException {
        String json = PublishedFile.text(Published.of(table("x,Llama2-70B,,,,,none,1,\n"), _ -> true));
        assertThat(json).contains("\"measured_tps\"", "\"predicted_tps\"", "\"formula_tps\"", "\"error_pct\"", "\"excluded\"", "\"summary\"");
    }

    @Test
    void aFileThatIsNoTableIsRefusedInOneLine() throws IOException {
        assertThatThrownBy(() -> Published.of(Files.writeString(dir.resolve("a.csv"), "a,b\n1,2\n"), _ -> true))
                .isInstanceOf(PublishedException.class)
                .hasMessageContaining("a.csv:1: no column 'system'");
        assertThatThrownBy(() -> Published.of(table("x,y\n"), _ -> true)).hasMessageContaining("t.csv:2: 2 fields under 9 names");
        assertThatThrownBy(() -> Published.of(table("x,m,,,,p,,fast,\n"), _ -> true)).hasMessageContaining("'fast' is not a number");
        assertThatThrownBy(() -> Published.of(table("x,m,,,-3,p,,1,\n"), _ -> true)).hasMessageContaining("link_gbps: -3 is not above 0");
        assertThatThrownBy(() -> Published.of(Files.write(dir.resolve("b.csv"), new byte[] {(byte) 0xff, 0}), _ -> true))
                .hasMessageContaining("not text in UTF-8");
        assertThatThrownBy(() -> Published.of(Files.writeString(dir.resolve("c.csv"), ""), _ -> true)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Published.of(Files.writeString(dir.resolve("d.csv"), "system,system\n"), _ -> true))
                .hasMessageContaining("d.csv:1: two columns are called 'system'");
    }

    @Test
    void aTableWithoutRowsSaysSo() throws IOException {
        Published none = Published.of(table(""), _ -> true);
        assertThat(none.rows()).isEmpty();
        assertThat(PublishedFile.text(none)).contains("\"rows\" : [ ]");
        assertThat(PublishedPage.markdown(none, Notes.NONE, "c", Map.of())).contains("None of 0 rows");
    }

    @Test
    void aTableMayBeginWithAMarkOfItsByteOrder() throws IOException {
        Path marked = Files.writeString(dir.resolve("m.csv"), "\uFEFF" + HEAD + "x,Llama2-70B,,,,,none,1,\n");
        assertThat(Published.of(marked, _ -> true).rows()).hasSize(1);
    }

    @Test
    void numbersThatNothingHasAreRefused() {
        for (String absurd : new String[] {"1e300", "NaN", "Infinity", "1e-300", "0"}) {
            assertThatThrownBy(() -> Published.of(table("x,m,fp16,,,p,,%s,\n".formatted(absurd)), _ -> true))
                    .isInstanceOf(PublishedException.class)
                    .hasMessageContaining("t.csv:2: measured_tps: " + absurd + " is not above 0");
        }
        assertThatThrownBy(() -> Published.of(table("x,m,fp16,,%s,p,,1,\n".formatted("9".repeat(100_000))), _ -> true))
                .hasMessageContaining("link_gbps")
                .satisfies(no -> assertThat(String.valueOf(no.getMessage())).hasSizeLessThan(300));
    }

    @Test
    void whatCannotBeIsLeftOutWithItsReason() throws IOException {
        String head = "system,model,params_b,quant,gpu,batch,prompt_len,gen_len,policy,measured_tps,link_gbps\n";
        Path absurd = Files.writeString(dir.resolve("t.csv"), head
                + "x,Llama2-70B,,fp16,RTX 4090,100000,10000000,10000000,layer stream RAM->VRAM,1,\n"
                + "x,Llama2-70B,,fp16,RTX 4090,1,1,1,layer stream RAM->VRAM,1,1e-9\n"
                + "x,K=99999999999,1,fp16,RTX 4090,,,,\"-ngl 99999999999999999999, 7950X DDR5-5800\",1,\n");
        assertThat(Published.of(absurd, _ -> true).rows()).hasSize(3).first()
                .satisfies(row -> assertThat(row.excluded()).startsWith("cannot be as stated"));
    }

    @Test
    void aDraftIsTheSameAsInTheRowAbove() throws IOException {
        Path table = table("""
                x,Qwen2.5-72B,Q4_K_M,none (EPYC 9655),,CPU all in RAM,K=8 draft Qwen2.5-0.5B Q8_0 accept 50%,3,
                x,Qwen2.5-72B,Q4_K_M,none (EPYC 9655),,CPU all in RAM,K=2 same draft accept 20%,3,
                """);
        assertThat(Published.of(table, _ -> true).rows()).allSatisfy(row -> assertThat(row.excluded()).isNull());
    }

    @Test
    void aNoteExplainsTheRowsItIsOf() throws IOException {
        Path notes = Files.writeString(dir.resolve("n.csv"), "system,model,policy,cause,why\nx,,,missing fact,\"which, nobody says\"\n");
        Published published = Published.of(table("x,Llama2-70B,fp16,RTX 4090,,layer stream RAM->VRAM,none,0.01,a page\n"), _ -> true);
        assertThat(PublishedPage.markdown(published, Notes.read(notes), "c", Map.of()))
                .contains("**missing fact**: which, nobody says");
    }

    @Test
    void wordsOfATableDoNotEndACell() throws IOException {
        Published published = Published.of(table("\"x | y\",Llama2-70B,fp16,RTX 4090,,layer stream RAM->VRAM,none,0.2,a page\n"), _ -> true);
        assertThat(PublishedPage.markdown(published, Notes.NONE, "c", Map.of())).contains("x \\| y");
    }
}
