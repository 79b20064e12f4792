package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.Tempo;
import nmos.scenarios.Excerpt;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.traces.TypedTurn;
import nmos.traces.synth.ShippedTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypedSessionTest {
    private static final TextPieces SPM = Vocabularies.SYNTHETIC_SPM.pieces();

    private static Workload steady(boolean fresh, int sharedPrefixTokens) {
        return new Workload(2, 3, 20, 5, 1, 1, fresh, 0, 1_000, sharedPrefixTokens, Tempo.AS_RECORDED, null);
    }

    private static void play(TokenScript script, Conversation conversation) {
        for (int step = script.steps(); step > 0; step--) {
            int total = script.next().total();
            conversation.typed(script.tokens());
            assertThat(conversation.length()).isEqualTo(conversation.before() + total);
        }
        if (script.submitAfterNs() != TokenScript.NEVER) {
            conversation.replied(new int[script.replyTokens()]);
        }
    }

    @Test
    void aSteadyWorkloadHasAsManyRowsAsInASimulation() {
        for (boolean fresh : new boolean[] {false, true}) {
            for (int shared : new int[] {0, 8}) {
                Workload workload = steady(fresh, shared);
                var session = new TypedSession(workload, 0, 0, SPM, 1);
                int most = 0;
                while (session.hasNext()) {
                    play(session.begin(), session.conversation());
                    most = Math.max(most, session.conversation().length());
                    assertThat(session.conversation().id(0)).isEqualTo(SPM.tokenizer().vocabulary().bos());
                }
                assertThat(most).isEqualTo((int) workload.contextTokens());
                assertThat(TypedSession.contextTokens(workload, 0, 0, SPM, 1)).isEqualTo(most);
                assertThatThrownBy(session::begin).hasMessage("session 0 has no turn after 3");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ShippedTrace.class)
    void aTraceIsTypedTurnAfterTurn(ShippedTrace shipped) throws IOException {
        List<List<TypedTurn>> turns = shipped.read().turns();
        var typed = new Typed(shipped.file(), turns, true, false, false, Excerpt.ALL);
        var workload = new Workload(turns.size(), 0, 0, 0, 0, 0, false, 0, 1_000, 4, Tempo.AS_RECORDED, typed);
        for (int person = 0; person < turns.size(); person++) {
            var session = new TypedSession(workload, person, 0, SPM, 1);
            List<String> prompts = new ArrayList<>();
            int most = 0;
            for (TypedTurn turn : turns.get(person)) {
                assertThat(session.upcoming()).isEqualTo(turn);
                TokenScript script = session.begin();
                if (script.again()) {
                    assertThat(script.text()).isEqualTo(prompts.getLast());
                }
                play(script, session.conversation());
                prompts.add(script.text());
                most = Math.max(most, session.conversation().length());
            }
            assertThat(session.hasNext()).isFalse();
            assertThat(TypedSession.contextTokens(workload, person, 0, SPM, 1)).isGreaterThanOrEqualTo(most);
        }
    }
}
