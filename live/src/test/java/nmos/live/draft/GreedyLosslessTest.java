package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nmos.live.verify.Outcome;
import nmos.policy.DraftOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// With a real oracle and a real draft: drafting changes how many passes a text takes, and not one of its tokens.
class GreedyLosslessTest {
    /// `-Dnmos.lossless.tokens=200` and more for longer replies than a build takes time for.
    private static final int TOKENS = Integer.getInteger("nmos.lossless.tokens", 60);

    private static Pair pair;
    private static int[][] plain;

    @BeforeAll
    static void load() {
        pair = Pair.load();
        plain = new int[Pair.PROMPTS.length][];
        for (int p = 0; p < plain.length; p++) {
            plain[p] = pair.plain(pair.prompt(p), TOKENS, Pair.greedy());
        }
    }

    @AfterAll
    static void close() {
        if (pair != null) {
            pair.close();
        }
    }

    static Stream<DraftOrder> orders() {
        Stream<DraftOrder> chains = IntStream.rangeClosed(1, 8).mapToObj(k -> DraftOrder.chain(MODEL, k));
        Stream<DraftOrder> others = Stream.of(
                DraftOrder.levels(MODEL, 3),
                DraftOrder.levels(MODEL, 2, 2, 2),
                DraftOrder.levels(MODEL, 4, 2, 1, 1),
                DraftOrder.levels(MODEL, 1, 3, 1, 2),
                DraftOrder.bestFirst(MODEL, 8, 4, 4),
                DraftOrder.bestFirst(MODEL, 24, 8, 3),
                DraftOrder.bestFirst(MODEL, 60, 6, 16),
                DraftOrder.chain(LOOKUP, 6),
                DraftOrder.levels(LOOKUP, 3, 1, 1, 1),
                DraftOrder.bestFirst(LOOKUP, 12, 6, 3));
        return Stream.concat(chains, others);
    }

    private static TokenTree draft(int session, int[] known, DraftOrder order) {
        return switch (order.drafter()) {
            case MODEL -> pair.draft.draft(session, known, order, Proposing.GREEDY, () -> false).orElseThrow();
            case LOOKUP -> PromptLookup.draft(known, order);
        };
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatIsDraftedDoesNotChangeWhatIsSaid(DraftOrder order) {
        int passes = 0;
        int said = 0;
        for (int p = 0; p < plain.length; p++) {
            try (var text = pair.new Text(pair.prompt(p), TOKENS, Pair.greedy())) {
                while (!text.finished) {
                    TokenTree tree = draft(p, text.known, order);
                    text.pass(tree, tree.nodes());
                    passes++;
                }
                assertThat(text.reply()).as(Pair.PROMPTS[p]).isEqualTo(plain[p]);
                said += text.said();
            }
        }
        System.out.println(order + ": tau " + (double) said / passes);
        assertThat(passes).isLessThan(said);
    }

    /// Trees sent in part, drafts that go on below them meanwhile, and what is left below a bonus token sent next.
    @Test
    void draftsThatGoOnBelowATreeInAPassDoNotEither() {
        var random = new SplittableRandom(4);
        int wentOn = 0;
        int[] said = new int[plain.length];
        for (int p = 0; p < plain.length; p++) {
            try (var text = pair.new Text(pair.prompt(p), TOKENS, Pair.greedy())) {
                TokenTree tree = TokenTree.EMPTY;
                while (!text.finished) {
                    DraftOrder order = orders().skip(random.nextInt(15)).findFirst().orElseThrow();
                    if (tree.nodes() == 0) {
                        tree = draft(p, text.known, order);
                    }
                    int nodes = random.nextInt(Math.min(60, tree.nodes()) + 1);
                    TokenTree more = pair.draft
                            .extend(p, text.known, tree, nodes, order.afterOneMore(), Proposing.GREEDY, () -> false)
                            .orElseThrow();
                    Outcome outcome = text.pass(more, nodes);
                    int bonusChild = outcome.verdict().bonusChild();
                    wentOn += bonusChild >= tree.nodes() ? 1 : 0;
                    tree = bonusChild < 0 ? TokenTree.EMPTY : more.below(bonusChild);
                }
                assertThat(text.reply()).as(Pair.PROMPTS[p]).isEqualTo(plain[p]);
                said[p] = text.said();
            }
        }
        assertThat(said).contains(TOKENS);
        assertThat(wentOn).as("bonus tokens that were drafted during the pass").isPositive();
    }
}
