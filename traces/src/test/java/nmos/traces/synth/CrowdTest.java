package nmos.traces.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, -1, Long.MAX_VALUE})
    void whateverPeopleDoKeepsTheRulesOfTraces(long seed) {
        Trace trace = everybody(FittedRhythm.KLICKE, seed).trace("rules");
        assertThat(trace.sessions()).isEqualTo(Person.values().length);
        assertThat(trace.turns()).allSatisfy(turns -> assertThat(turns).hasSize(3));
    }

    @Test
    void aSeedIsACrowdAndAnotherSeedAnother() {
        assertThat(everybody(FittedRhythm.KLICKE, 5).trace("")).isEqualTo(everybody(FittedRhythm.KLICKE, 5).trace(""));
        assertThat(everybody(FittedRhythm.KLICKE, 5).trace("").events())
                .isNotEqualTo(everybody(FittedRhythm.KLICKE, 6).trace("").events());
    }

    @Test
    void whoIsPausingLessTypesTheSameKeys() {
        List<Inserted> composed = keys(Person.COMPOSING);
        List<Inserted> retyped = keys(Person.RETYPING);
        assertThat(retyped).isEqualTo(composed);
    }

    @Test
    void companyDoesNotChangeHowSomebodyTypes() {
        Trace alone = crowd(FittedRhythm.KLICKE, 9, Person.COMPOSING).trace("");
        Trace inCompany = crowd(FittedRhythm.KLICKE, 9, Person.COMPOSING, Person.PASTING).trace("");
        assertThat(inCompany.events().stream().filter(event -> event.session() == 0).toList()).isEqualTo(alone.events());
    }

    @Test
    void streamsOfChanceAreToldApartByName() {
        Chance chance = new Chance(0, "a");
        Chance same = new Chance(0, "a");
        Chance other = new Chance(0, "b");
        assertThat(chance.next()).isEqualTo(same.next()).isNotEqualTo(other.next());
        for (int i = 0; i < 1000; i++) {
            assertThat(chance.below(7)).isBetween(0, 6);
        }
    }

    private static List<Inserted> keys(Person person) {
        List<Inserted> keys = new ArrayList<>();
        new Crowd(List.of(person), 1, FittedRhythm.KLICKE, ContentClass.CHAT, 300, 4).type(event -> {
            if (event instanceof TraceEvent.Key key) {
                keys.add(key.typed());
            }
        });
        return keys;
    }

    private static Crowd everybody(FittedRhythm rhythm, long seed) {
        return crowd(rhythm, seed, Person.values());
    }

    private static Crowd crowd(FittedRhythm rhythm, long seed, Person... people) {
        return new Crowd(List.of(people), 3, rhythm, ContentClass.CHAT, 0, seed);
    }
}
