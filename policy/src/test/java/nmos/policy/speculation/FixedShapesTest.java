package nmos.policy.speculation;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import org.junit.jupiter.api.Test;

class FixedShapesTest {
    private static final Speculation.PassCost COST = rows -> Given.MS * rows;

    @Test
    void aChainAsksForKGuessesAndSendsWhatCameBack() {
        Speculation chain = Given.chain(Drafting.MODEL, 5, Given.DRAFT);
        DraftOrder order = chain.order(COST);
        assertThat(order).isEqualTo(DraftOrder.chain(MODEL, 5));
        assertThat(chain.keep(order, Given.chainOf(5, 1), COST)).isEqualTo(5);
        assertThat(chain.keep(order, Given.chainOf(2, 1), COST)).isEqualTo(2);
        assertThat(chain.keep(order, DraftTree.EMPTY, COST)).isZero();
    }

    @Test
    void aStaticTreeAsksForItsWidthsAndLooksUpAsManyRows() {
        Speculation tree = Given.staticTree(Drafting.MODEL, Given.DRAFT, 3, 2, 1);
        assertThat(tree.order(COST)).isEqualTo(DraftOrder.levels(MODEL, 3, 2, 1));
        Speculation lookup = Given.staticTree(Drafting.LOOKUP, Given.NO_DRAFT, 3, 2, 1);
        assertThat(lookup.order(COST)).isEqualTo(DraftOrder.chain(LOOKUP, 3 + 6 + 6));
    }

    @Test
    void nothingLongIsNothing() {
        assertThat(Given.chain(Drafting.MODEL, 0, Given.DRAFT).order(COST)).isSameAs(Speculation.NOTHING);
        assertThat(Given.staticTree(Drafting.MODEL, Given.DRAFT).order(COST)).isSameAs(Speculation.NOTHING);
    }

    @Test
    void theSameOrderIsHandedOutEachTime() {
        Speculation chain = Given.chain(Drafting.MODEL, 5, Given.DRAFT);
        assertThat(chain.order(COST)).isSameAs(chain.order(COST));
    }

    @Test
    void impossibleKnobsAreRefusedByName() {
        assertThatThrownBy(() -> Given.chain(Drafting.MODEL, -1, Given.DRAFT))
                .hasMessageContaining("k must not be negative");
        assertThatThrownBy(() -> Given.staticTree(Drafting.MODEL, Given.DRAFT, 2, 0))
                .hasMessageContaining("widths [2, 0]");
        assertThatThrownBy(() -> Given.adaptive(Drafting.MODEL, 0, 1, 1, Given.DRAFT))
                .hasMessageContaining("maxNodes 0");
        assertThatThrownBy(() -> Given.chain(Drafting.MODEL, 2, Given.NO_DRAFT))
                .hasMessageContaining("no draft model");
    }

    @Test
    void everyKindHasTheNameScenariosUse() {
        assertThat(Speculations.values())
                .extracting(kind -> kind.label)
                .containsExactly("off", "chain", "tree-static", "tree-adaptive");
    }
}
