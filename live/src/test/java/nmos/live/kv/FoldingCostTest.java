package nmos.live.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What folding saves is certain; what it costs is measured and told.
class FoldingCostTest {
    private static Path models() {
        Path folder = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "models");
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> folder + " is missing: set NMOS_DATA to the folder that holds models");
        return folder;
    }

    @Test
    void aSmallerBudgetTakesFewerBytes() {
        Path model = models().resolve("stories260K.gguf");
        List<int[]> text = List.of(FoldingCost.story(model, 1, 200));
        try (var cost = new FoldingCost(model)) {
            System.out.println(FoldingCost.HEADER);
            long before = Long.MAX_VALUE;
            for (int percent : new int[] {75, 50, 25}) {
                FoldingCost.Cost costs = cost.of(text, 8, percent, FoldingCost.Order.LEAST_ATTENDED);
                System.out.println(costs);
                assertThat(costs.bytes()).isLessThan(Math.min(before, costs.bytesUnfolded()));
                assertThat(costs.agreement()).isBetween(0.0, 1.0);
                before = costs.bytes();
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "nmos.folding", matches = "all")
    void theWholeTable() {
        assertThat(FoldingCost.table(models())).allMatch(cost -> cost.bytes() < cost.bytesUnfolded());
    }
}
