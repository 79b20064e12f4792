package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The table that ships is what the keyword scout does on the labelled prompts, to the last prompt.
class ShippedTableTest {
    @Test
    void measuringAgainGivesTheSameTable() throws IOException {
        Path file = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "prompts", "labelled.jsonl");
        Assumptions.assumeTrue(
                Files.exists(file), () -> file + " is missing: set NMOS_DATA to the folder that holds prompts/labelled.jsonl");
        List<LabelledPrompt> prompts = LabelledPrompt.read(file, Half.TEST);
        ConfusionTable measured = Evaluation.of(new KeywordScout(), prompts)
                .table("keyword scout on the test half of labelled.jsonl, " + prompts.size() + " prompts");
        assertThat(ConfusionTable.ofKeywordScout()).isEqualTo(measured);
    }

    @Test
    void theScoutBeatsTheCommonestClassAndMoreTextHelpsTheRareOnes() {
        ConfusionTable table = ConfusionTable.ofKeywordScout();
        for (Intent intent : Intent.values()) {
            assertThat(table.at(100).ppm(intent, intent)).as(intent.name()).isGreaterThan(750_000);
        }
        assertThat(table.at(100).ppm(Intent.MATH, Intent.MATH)).isGreaterThan(table.at(25).ppm(Intent.MATH, Intent.MATH));
    }
}
