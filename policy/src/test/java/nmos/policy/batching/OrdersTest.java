package nmos.policy.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who goes before whom, by what was seen of each.
class OrdersTest {
    private static final int PPM = 1_000_000;
    private static final int MEAN_REPLY = 50;

    /// What was seen of one session.
    private record Seen(int promptRows, int said, int passes, int tauPpm) {}

    private record Table(List<Seen> seen, int meanReply) implements Turns {
        @Override
        public long submitted(int session) {
            return session;
        }

        @Override
        public int promptRows(int session) {
            return seen.get(session).promptRows;
        }

        @Override
        public int said(int session) {
            return seen.get(session).said;
        }

        @Override
        public int passes(int session) {
            return seen.get(session).passes;
        }

        @Override
        public int tauPpm(int session) {
            return seen.get(session).tauPpm;
        }

        @Override
        public int maxRows() {
            return 64;
        }
    }

    private static Seen prompt(int rows) {
        return new Seen(rows, 0, 0, PPM);
    }

    private static Seen reply(int said, int passes, double tau) {
        return new Seen(0, said, passes, (int) (tau * PPM));
    }

    /// Sessions in the order they are served, those that are equal as they were submitted.
    private static List<Integer> order(Batchings kind, Seen... seen) {
        Table table = new Table(List.of(seen), MEAN_REPLY);
        Batching batching = kind.create();
        List<Integer> sessions = new ArrayList<>();
        for (int session = 0; session < seen.length; session++) {
            sessions.add(session);
        }
        sessions.sort((a, b) -> batching.compare(table, a, b));
        return sessions;
    }

    @Test
    void fifoMindsNothingButTheSubmit() {
        assertThat(order(Batchings.FIFO, prompt(900), reply(49, 20, 2), prompt(1))).containsExactly(0, 1, 2);
    }

    @Test
    void oneSessionGoesOnWithWhomItBegan() {
        assertThat(order(Batchings.ONE_SESSION, prompt(1), prompt(1), reply(3, 4, 1))).containsExactly(2, 0, 1);
        assertThat(Batchings.ONE_SESSION.create().alone()).isTrue();
        for (Batchings kind : List.of(Batchings.FIFO, Batchings.SHORTEST_REMAINING, Batchings.SEMI_CLAIRVOYANT)) {
            assertThat(kind.create().alone()).isFalse();
        }
    }

    @Test
    void shortestRemainingPutsWhoIsNearestTheMeanReplyFirst() {
        assertThat(order(Batchings.SHORTEST_REMAINING, reply(10, 9, 1), reply(40, 39, 1), prompt(5)))
                .containsExactly(1, 0, 2);
    }

    @Test
    void shortestRemainingCountsPassesAndNotTokens() {
        // 40 tokens at 4 a pass are 10 passes, 20 at 1 are 20.
        assertThat(order(Batchings.SHORTEST_REMAINING, reply(30, 29, 1), reply(10, 3, 4))).containsExactly(1, 0);
    }

    @Test
    void shortestRemainingCountsThePassesOfAPrompt() {
        assertThat(order(Batchings.SHORTEST_REMAINING, prompt(65), prompt(64), prompt(1))).containsExactly(1, 2, 0);
    }

    @Test
    void aReplyLongerThanTheMeanIsExpectedToEndWithTheNextPass() {
        assertThat(order(Batchings.SHORTEST_REMAINING, reply(48, 47, 1), reply(300, 299, 1))).containsExactly(1, 0);
    }

    @Test
    void semiClairvoyantServesThoseOfWhomLittleIsKnownFirstAndAmongThemWhoHadLeast() {
        assertThat(order(Batchings.SEMI_CLAIRVOYANT, reply(49, 4, 1), reply(3, 3, 1), prompt(300), reply(2, 1, 1)))
                .containsExactly(2, 3, 1, 0);
    }

    @Test
    void semiClairvoyantThenGoesByWhatIsExpected() {
        assertThat(order(Batchings.SEMI_CLAIRVOYANT, reply(10, 9, 1), reply(10, 4, 4), reply(45, 40, 1)))
                .containsExactly(2, 1, 0);
    }

    /// A sort needs an order without contradictions; sorting tries it on lists long enough for the JDK to notice.
    @ParameterizedTest
    @EnumSource
    void noOrderContradictsItself(Batchings kind) {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Seen> seen = new ArrayList<>();
            for (int session = 0; session < 40; session++) {
                boolean begun = random.nextBoolean();
                seen.add(new Seen(
                        begun ? 0 : random.nextInt(300),
                        begun ? 1 + random.nextInt(100) : 0,
                        random.nextInt(8),
                        random.nextInt(6 * PPM)));
            }
            Table table = new Table(seen, random.nextInt(100));
            Batching batching = kind.create();
            Comparator<Integer> served = (a, b) -> batching.compare(table, a, b);
            for (int trial = 0; trial < 300; trial++) {
                int a = random.nextInt(40);
                int b = random.nextInt(40);
                int c = random.nextInt(40);
                int ab = served.compare(a, b);
                assertThat(Integer.signum(served.compare(b, a))).as("seed %d", seed).isEqualTo(-Integer.signum(ab));
                if (ab <= 0 && served.compare(b, c) <= 0) {
                    assertThat(served.compare(a, c)).as("seed %d", seed).isNotPositive();
                }
            }
        }
    }
}
