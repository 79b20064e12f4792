package nmos.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VisitsTest {
    @Test
    void whatEveryRowGoesThroughEveryPassVisits() {
        assertThat(Visits.ALWAYS.passPpm(1)).isEqualTo(1_000_000);
        assertThat(Visits.ALWAYS.passPpm(512)).isEqualTo(1_000_000);
    }

    @Test
    void rowsThatHaveNothingToDoWithEachOtherComeByAsTheClosedFormSays() {
        // 8 of 128: 1 - (15/16)^rows
        Visits one = new Visits(62_500, 0);
        assertThat(one.passPpm(1)).isEqualTo(62_500);
        assertThat(one.passPpm(2)).isEqualTo(121_093);
        assertThat(one.passPpm(16)).isCloseTo(643_926, within(2));
        assertThat(one.rowsWhenVisited(16)).isEqualTo(2);
    }

    @Test
    void rowsThatAllGoWhereTheFirstWentAreAsOne() {
        assertThat(new Visits(62_500, 1_000_000).passPpm(64)).isEqualTo(62_500);
        // every other row is drawn anew: 1 - (15/16) (31/32)
        assertThat(new Visits(62_500, 500_000).passPpm(2)).isCloseTo(91_796, within(1));
    }
}
