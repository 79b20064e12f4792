package nmos.world.modelled;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import nmos.policy.DraftTree;
import nmos.scenarios.Scenario;
import nmos.world.typing.Scripts;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// What people type, and how much of it the draft model foresees.
final class Typists {
    private static final int PPM = 1_000_000;

    private static final class Typist {
        int turn;
        @Nullable TurnScript script;
        int before;
        int prompt;
        /// Tokens the draft completed the prompt with, that are what will be typed, from this many on.
        int guessed;
        int guessedRight;
    }

    private final Scripts scripts;
    private final Scenario.Completion completion;
    private final RandomGenerator guesses;
    private final List<Typist> typists = new ArrayList<>();

    Typists(Scripts scripts, int sessions, Scenario.Completion completion, RandomGenerator guesses) {
        this.scripts = scripts;
        this.completion = completion;
        this.guesses = guesses;
        for (int session = 0; session < sessions; session++) {
            typists.add(new Typist());
        }
    }

    TurnScript begin(int session, int turn) {
        Typist typist = typists.get(session);
        typist.turn = turn;
        typist.guessedRight = 0;
        typist.prompt = 0;
        TurnScript script = scripts.begin(session, turn);
        typist.script = script;
        return script;
    }

    int turn(int session) {
        return typists.get(session).turn;
    }

    /// Tokens of the conversation and of the prompt as it stands.
    int tokens(int session) {
        return typists.get(session).before + typists.get(session).prompt;
    }

    /// Takes note of a step, and says how much of what was foreseen was typed.
    int typed(int session, int before, TurnScript.Step step) {
        Typist typist = typists.get(session);
        typist.before = before;
        typist.prompt = step.total();
        if (before + step.changed() < typist.guessed) {
            typist.guessedRight = 0;
        }
        return Math.clamp(before + step.total() - typist.guessed, 0, typist.guessedRight);
    }

    /// What the draft thinks the person will type: `tokens` tokens at the most, ending where it thinks the prompt does.
    DraftTree complete(int session, int tokens) {
        Typist typist = typists.get(session);
        TurnScript script = typist.script;
        int ahead = script == null ? 0 : script.promptTokens() - typist.prompt;
        int right = 0;
        while (right < Math.min(tokens, ahead) && guesses.nextInt(PPM) < completion.tokenPpm()) {
            right++;
        }
        boolean whole = right == ahead && right > 0 && guesses.nextInt(PPM) < completion.endPpm();
        int length = whole ? right : tokens;
        typist.guessed = typist.before + typist.prompt;
        typist.guessedRight = right;
        int[] parent = new int[length];
        int[] confidence = new int[length];
        for (int node = 0; node < length; node++) {
            parent[node] = node - 1;
            long last = node == length - 1 ? completion.endPpm() : PPM;
            confidence[node] = (int) (completion.tokenPpm() * last / PPM);
        }
        return new DraftTree(parent, confidence);
    }
}
