package nmos.world.modelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import nmos.journal.CommandRecorder;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Visits;
import nmos.scenarios.RouteTape;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.world.ledger.Ledger;
import nmos.world.typing.Scripts;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final int EXPERTS = 64;
    private static final int USED = 8;
    private static final RowCurve CURVE = new RowCurve(new int[] {1}, new long[] {1});

    private static Routing routing(int repeatPpm, int... rowPpm) {
        return routing(Routers.DRAWN, repeatPpm, rowPpm);
    }

    private static Routing routing(Routers routers, int repeatPpm, int... rowPpm) {
        List<Facts.Shard> shards = new ArrayList<>();
        shards.add(new Facts.Shard(Facts.Kind.LAYER, 0, 100, 0, Collections.nCopies(2, CURVE)));
        for (int ppm : rowPpm) {
            shards.add(new Facts.Shard(Facts.Kind.EXPERT, 0, 10, 0, Collections.nCopies(2, CURVE), new Visits(ppm, repeatPpm)));
        }
        shards.add(new Facts.Shard(Facts.Kind.HEAD, 1, 100, 0, Collections.nCopies(2, CURVE)));
        Facts facts = new Facts(
                shards,
                List.of(new Facts.Tier("SSD", Long.MAX_VALUE, 0, false), new Facts.Tier("RAM", 10_000, 0, true)),
                List.of(new Facts.Hop(0, 1_000, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(100_000, 1, 0, 0));
        Streams streams = new Streams(7, 0);
        Workload workload = new Workload(1, 1, 1, 1, 0, 0, true, 0, 1, null);
        Typists typists = new Typists(Scripts.of(workload, 0), 1, Scenario.Completion.NEVER, streams.stream("completions"));
        return new Routing(facts, routers, streams, new Ledger(facts, new CommandRecorder()), typists);
    }

    private static int[] even() {
        int[] parts = new int[EXPERTS];
        Arrays.fill(parts, 1_000_000 * USED / EXPERTS);
        return parts;
    }

    private static int visited(Routing routing, int experts, int from, int to) {
        int[] before = new int[experts + 1];
        for (int expert = 1; expert <= experts; expert++) {
            before[expert] = routing.rows(expert);
        }
        for (int position = from; position < to; position++) {
            routing.visit(0, position, 0, experts);
        }
        int visited = 0;
        for (int expert = 1; expert <= experts; expert++) {
            visited += routing.rows(expert) > before[expert] ? 1 : 0;
        }
        return visited;
    }

    @Test
    void aRowVisitsExactlyAsManyExpertsAsItIsToAndThoseAreTheSameEachTime() {
        for (int position = 0; position < 50; position++) {
            assertThat(visited(routing(0, even()), EXPERTS, position, position + 1)).isEqualTo(USED);
        }
        Routing one = routing(0, even());
        Routing other = routing(0, even());
        visited(one, EXPERTS, 0, 20);
        visited(other, EXPERTS, 10, 20);
        visited(other, EXPERTS, 0, 10);
        for (int expert = 1; expert <= EXPERTS; expert++) {
            assertThat(one.rows(expert)).isEqualTo(other.rows(expert));
        }
    }

    @Test
    void evenRoutersSendRowsToAsManyDifferentExpertsAsTheClosedFormSays() {
        // 64 (1 - (1 - 8/64)^rows), the mean of 400 passes; the deviation of one is below 3
        for (int rows : new int[] {1, 2, 4, 16}) {
            Routing routing = routing(0, even());
            double sum = 0;
            for (int pass = 0; pass < 400; pass++) {
                sum += visited(routing, EXPERTS, pass * rows, (pass + 1) * rows);
            }
            double expected = EXPERTS * (1 - Math.pow(1 - (double) USED / EXPERTS, rows));
            assertThat(sum / 400).isCloseTo(expected, within(.5));
        }
    }

    @Test
    void rowsThatRepeatVisitFewerAsTheirClosedFormSays() {
        Routing routing = routing(500_000, even());
        double sum = 0;
        for (int pass = 0; pass < 600; pass++) {
            sum += visited(routing, EXPERTS, pass * 4, (pass + 1) * 4);
        }
        double expected = EXPERTS * new Visits(125_000, 500_000).passPpm(4) / 1e6;
        assertThat(sum / 600).isCloseTo(expected, within(.7));
    }

    @Test
    void anExpertIsVisitedByItsOwnShareOfRows() {
        int[] parts = {1_000_000, 600_000, 300_000, 100_000};
        Routing routing = routing(0, parts);
        visited(routing, 4, 0, 10_000);
        for (int expert = 0; expert < 4; expert++) {
            // the deviation of a count of 10,000 is 50 at the most
            assertThat(routing.rows(expert + 1)).isCloseTo(parts[expert] / 100, within(250));
        }
    }

    @Test
    void asMuchOfAGuessIsRightAsIsForeseenAndTheSameTokenIsGuessedForAlike() {
        Routing routing = routing(new Routers(800_000, null), 0, even());
        Routing again = routing(new Routers(800_000, null), 0, even());
        int[] truth = IntStream.rangeClosed(11, 10 + USED).toArray();
        int right = 0;
        for (int position = 999; position >= 0; position--) {
            int[] guess = routing.guess(0, position, 0, truth);
            assertThat(guess).hasSize(USED).doesNotHaveDuplicates().isSorted();
            assertThat(Arrays.stream(guess).allMatch(expert -> expert >= 1 && expert <= EXPERTS)).isTrue();
            right += (int) Arrays.stream(guess).filter(expert -> Arrays.binarySearch(truth, expert) >= 0).count();
        }
        // the deviation of a count of 8,000 is 36
        assertThat(right).isCloseTo(6_400, within(150));
        assertThat(again.guess(0, 500, 0, truth)).isEqualTo(routing.guess(0, 500, 0, truth));
        assertThat(again.guess(0, 501, 0, truth)).isNotEqualTo(routing.guess(0, 500, 0, truth));
    }

    @Test
    void byATapeTokensGoWhereThoseOfItsSecondHalfWent() {
        List<int[][]> chosen = new ArrayList<>();
        for (int token = 0; token < 8; token++) {
            chosen.add(new int[][] {token < 4 ? new int[] {0, 1} : new int[] {token, token + 10}});
        }
        Routing routing = routing(new Routers(0, new RouteTape("a test", chosen)), 0, even());
        for (int position = 0; position < 12; position++) {
            assertThat(visited(routing, EXPERTS, position, position + 1)).isEqualTo(2);
        }
        for (int expert = 0; expert < EXPERTS; expert++) {
            assertThat(routing.rows(expert + 1)).isEqualTo((expert >= 4 && expert < 8) || (expert >= 14 && expert < 18) ? 3 : 0);
        }
    }
}
