package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.ledger.PageUse;
import nmos.world.metrics.Summary;
import org.junit.jupiter.api.Test;

/// The table of chain length by page size that `scenarios/README.md` shows, computed again: some ten minutes, so only when asked
/// for with `-Dnmos.table=true`.
class LongContextTableTest {
    private static final int[] CHAINS = {1, 2, 4, 8, 16};
    private static final String[] SIZES = {"64 KiB", "256 KiB", "1 MiB", "4 MiB", "16 MiB", "64 MiB"};

    private record Cell(double msPerToken, PageUse use) {}

    private static Cell cell(int k, String size) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(
                "08-long-context", List.of("speculation.k=" + k, "kv.pageBytes=" + size, "workload.replyTokens=48")));
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        OptionalDouble tokensPerSecond =
                Summary.of(outcome.turns(), outcome.passes()).tokensPerSecond();
        return new Cell(1e3 / tokensPerSecond.orElseThrow(), outcome.ledger().pages().use());
    }

    @Test
    void theSmallestPagesCostMostAndTheLargestOnlyMemory() throws IOException {
        assumeTrue(Boolean.getBoolean("nmos.table"), "give -Dnmos.table=true");
        StringBuilder table = new StringBuilder("| k | " + String.join(" | ", SIZES) + " |\n");
        for (int k : CHAINS) {
            List<Cell> row = new ArrayList<>();
            for (String size : SIZES) {
                row.add(cell(k, size));
            }
            table.append("| ").append(k);
            row.forEach(cell -> table.append(String.format(Locale.ROOT, " | %.0f", cell.msPerToken())));
            table.append(" |\n");
            if (k == CHAINS[0]) {
                row.forEach(cell -> table.append(String.format(Locale.ROOT, "opened %d, waste %.1f MB, %.1f %%; ",
                        cell.use().opened(), cell.use().wastedBytesMean() / 1e6, cell.use().fragmentationPpm() / 1e4)));
                table.append('\n');
            }
            double best = row.stream().mapToDouble(Cell::msPerToken).min().orElseThrow();
            assertThat(row.getFirst().msPerToken()).isGreaterThan(best * 1.5);
            assertThat(row.getLast().msPerToken()).isLessThan(best * 1.05);
            assertThat(row.getLast().use().fragmentationPpm()).isGreaterThan(row.getFirst().use().fragmentationPpm());
            System.out.println(table);
        }
        System.out.println(table);
    }
}
