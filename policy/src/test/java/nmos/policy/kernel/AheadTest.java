package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import org.junit.jupiter.api.Test;

/// Signals in, commands out, while people type: one shard that rests in VRAM, 10 us a row, so that rows are what a pass costs.
class AheadTest {
    private static final long US = 1_000;
    private static final RowCurve PER_ROW = new RowCurve(new int[] {1, 64}, new long[] {10 * US, 640 * US});
    private static final Plan RESIDENT = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);

    private final Told told = new Told();
    private long now = 1;

    private static Kernel kernel(Anticipations kind, int predictTokens, long unloadAfterNs, int sessions) {
        Facts facts = new Facts(
                List.of(new Facts.Shard(Facts.Kind.LAYER, 0, 100, 0, List.of(PER_ROW, PER_ROW, PER_ROW))),
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", 100, 0, false),
                        new Facts.Tier("VRAM", 100, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1), new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(true, 0, 0, 0),
                new Facts.Kv(100, sessions, 0, 0));
        Knobs knobs = new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 2, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(kind, predictTokens, unloadAfterNs),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                new BatchingKnobs(Batchings.FIFO, 64, 4, 4),
                1);
        return new Kernel(facts, knobs, RESIDENT);
    }

    private List<String> on(Kernel kernel, Signal signal) {
        now += US;
        kernel.on(now, signal, told);
        return told.lines();
    }

    /// The model is loaded by a first keystroke: names 1 and 2.
    private Kernel loaded(Kernel kernel) {
        on(kernel, new Signal.Keystroke(0, 0));
        on(kernel, new Signal.Landed(told.id(1), 1));
        on(kernel, new Signal.Landed(told.id(2), 1));
        return kernel;
    }

    private List<String> typed(Kernel kernel, int revision, int stable, int total, int changed, int confirmed) {
        on(kernel, new Signal.Keystroke(0, revision));
        return on(kernel, new Signal.Tokenised(0, revision, stable, total, changed, confirmed));
    }

    @Test
    void theFirstKeystrokeLoadsUnlessNothingIsAnticipated() {
        assertThat(on(kernel(Anticipations.NONE, 0, Long.MAX_VALUE, 1), new Signal.Keystroke(0, 0))).isEmpty();
        assertThat(on(kernel(Anticipations.WARM, 0, Long.MAX_VALUE, 1), new Signal.Keystroke(0, 0)))
                .containsExactly("fetch#1 shard 0 from 0");
    }

    @Test
    void weightsAreGivenUpAfterATimeAndLoadedAgainAtTheNextKey() {
        Kernel kernel = loaded(kernel(Anticipations.WARM, 0, 1_000 * US, 1));
        assertThat(kernel.wakeAtNs()).isEqualTo(1 + US + 1_000 * US);
        now = kernel.wakeAtNs() - US;
        assertThat(on(kernel, new Signal.Woke())).containsExactly("evict shard 0 from 2");
        assertThat(kernel.wakeAtNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(on(kernel, new Signal.Keystroke(0, 1))).containsExactly("fetch#3 shard 0 from 0");
    }

    @Test
    void settledTokensAreComputedAndTheRestWithTheSubmit() {
        Kernel kernel = loaded(kernel(Anticipations.PREFILL, 0, Long.MAX_VALUE, 1));
        assertThat(typed(kernel, 1, 20, 22, 0, 0))
                .containsExactly("rows#3 session 0 0..20", "begin#3", "compute#4 pass#3 0..0 in 2");
        on(kernel, new Signal.Computed(told.id(4), 1));
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1))).isEmpty();
        assertThat(on(kernel, new Signal.Submitted(0, 1)))
                .startsWith("rows#5 session 0 20..22 logits", "begin#5");
    }

    @Test
    void anEditUndoesWhatItReaches() {
        Kernel kernel = loaded(kernel(Anticipations.PREFILL, 0, Long.MAX_VALUE, 1));
        typed(kernel, 1, 20, 22, 0, 0);
        on(kernel, new Signal.Computed(told.id(4), 1));
        on(kernel, new Signal.Passed(told.id(3), 1));
        on(kernel, new Signal.Edited(0, 2));
        assertThat(on(kernel, new Signal.Tokenised(0, 2, 5, 6, 5, 0))).startsWith("truncate 0 to 5");
    }

    @Test
    void aSubmitJoinsThePassThatComputesMostOfItsPrompt() {
        Kernel kernel = loaded(kernel(Anticipations.PREFILL, 0, Long.MAX_VALUE, 1));
        typed(kernel, 1, 40, 42, 0, 0);
        assertThat(on(kernel, new Signal.Submitted(0, 1))).isEmpty();
        on(kernel, new Signal.Computed(told.id(4), 1));
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1))).startsWith("rows#5 session 0 40..42 logits");
    }

    @Test
    void aSubmitOfAnotherPromptGivesThePassUpAndStartsAfresh() {
        Kernel kernel = loaded(kernel(Anticipations.PREFILL, 0, Long.MAX_VALUE, 1));
        typed(kernel, 1, 40, 42, 0, 0);
        on(kernel, new Signal.Edited(0, 2));
        on(kernel, new Signal.Tokenised(0, 2, 1, 1, 0, 0));
        assertThat(on(kernel, new Signal.Submitted(0, 2))).containsExactly("abandon#3");
        on(kernel, new Signal.Dropped(told.id(4), 1));
        assertThat(on(kernel, new Signal.Dropped(told.id(3), 1))).startsWith("rows#5 session 0 0..1 logits", "begin#5");
    }

    @Test
    void aPauseBeginsTheReplyAndTheSubmitShowsItAtOnce() {
        Kernel kernel = replying(2);
        assertThat(on(kernel, new Signal.Submitted(0, 1))).containsExactly("emit 0 1");
    }

    @Test
    void typingOnTakesTheUnshownReplyBackAndKeepsThePrompt() {
        Kernel kernel = replying(2);
        List<String> commands = typed(kernel, 2, 2, 3, 2, 0);
        assertThat(commands).noneMatch(line -> line.startsWith("emit"));
        assertThat(on(kernel, new Signal.Submitted(0, 2))).anyMatch(line -> line.contains("abandon"));
    }

    @Test
    void whatWentAndCameBackAsSomethingElseIsAnsweredAfresh() {
        Kernel kernel = replying(4);
        assertThat(typed(kernel, 2, 2, 2, 2, 0)).noneMatch(line -> line.startsWith("emit"));
        assertThat(typed(kernel, 3, 4, 4, 2, 0)).noneMatch(line -> line.startsWith("emit"));
        assertThat(on(kernel, new Signal.Submitted(0, 3))).noneMatch(line -> line.startsWith("emit"));
    }

    /// The person paused after `total` tokens; the first token of the reply is verified, and a second pass runs.
    private Kernel replying(int total) {
        Kernel kernel = loaded(kernel(Anticipations.PREDICT, 0, Long.MAX_VALUE, 1));
        typed(kernel, 1, 0, total, 0, 0);
        assertThat(on(kernel, new Signal.Paused(0, 1)))
                .startsWith("rows#3 session 0 0.." + total + " logits", "begin#3");
        on(kernel, new Signal.Computed(told.id(4), 1));
        assertThat(on(kernel, new Signal.Verified(told.id(3), 0, 0, -1, -1, false))).as("nobody asked").isEmpty();
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1))).startsWith("tree#5 session 0 nodes 0");
        return kernel;
    }

    @Test
    void aReplyThatIsWholeBeforeTheSubmitIsShownWhole() {
        Kernel kernel = replying(2);
        on(kernel, new Signal.Computed(told.id(6), 1));
        assertThat(on(kernel, new Signal.Verified(told.id(5), 0, 0, -1, -1, true))).isEmpty();
        assertThat(on(kernel, new Signal.Passed(told.id(5), 1))).isEmpty();
        assertThat(on(kernel, new Signal.Submitted(0, 1))).containsExactly("emit 0 2");
    }

    /// Pauses have never ended with a submit, so the prompt is thought to go on, and the draft is asked how.
    private Kernel completing() {
        Kernel kernel = loaded(kernel(Anticipations.PREDICT, 3, Long.MAX_VALUE, 1));
        for (int pause = 0; pause < 80; pause++) {
            on(kernel, new Signal.Paused(0, 0));
            on(kernel, new Signal.Keystroke(0, 0));
        }
        typed(kernel, 1, 0, 4, 0, 0);
        told.lines();
        assertThat(on(kernel, new Signal.Paused(0, 1))).containsExactly("complete#3 session 0 3");
        DraftTree chain = new DraftTree(new int[] {-1, 0}, new int[] {999_000, 999_000});
        assertThat(on(kernel, new Signal.Drafted(told.id(3), 0, chain, 1)))
                .startsWith("rows#4 session 0 0..6 logits", "begin#4");
        on(kernel, new Signal.Computed(told.id(5), 1));
        on(kernel, new Signal.Verified(told.id(4), 0, 0, -1, -1, true));
        on(kernel, new Signal.Passed(told.id(4), 1));
        return kernel;
    }

    @Test
    void aPredictedPromptThatIsTypedTokenForTokenHasItsReplyReady() {
        Kernel kernel = completing();
        assertThat(typed(kernel, 2, 4, 5, 4, 1)).isEmpty();
        assertThat(typed(kernel, 3, 5, 6, 5, 2)).isEmpty();
        assertThat(on(kernel, new Signal.Submitted(0, 3))).containsExactly("emit 0 1");
    }

    @Test
    void aPredictedPromptThatIsLeftUnfinishedIsAnsweredAfresh() {
        Kernel kernel = completing();
        typed(kernel, 2, 4, 5, 4, 1);
        assertThat(on(kernel, new Signal.Submitted(0, 2)))
                .startsWith("truncate 0 to 5", "truncate 0 to 4", "rows#6 session 0 4..5 logits");
    }

    @Test
    void aPredictionThatIsRefutedKeepsWhatAgreed() {
        Kernel kernel = completing();
        assertThat(typed(kernel, 2, 5, 6, 4, 1)).startsWith("truncate 0 to 5");
    }

    @Test
    void rowsOfPeopleWhoTypeRideAlongOnlyWhereTheyCostNextToNothing() {
        Kernel kernel = loaded(kernel(Anticipations.PREFILL, 0, Long.MAX_VALUE, 2));
        on(kernel, new Signal.Tokenised(1, 1, 0, 30, 0, 0));
        told.lines();
        on(kernel, new Signal.Submitted(1, 1));
        typed(kernel, 1, 20, 22, 0, 0);
        on(kernel, new Signal.Computed(told.id(4), 1));
        on(kernel, new Signal.Verified(told.id(3), 1, 0, -1, -1, false));
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1)))
                .as("twenty rows more would make a pass of one row twenty times as long")
                .containsExactly("tree#5 session 1 nodes 0", "begin#5", "compute#6 pass#5 0..0 in 2");
    }
}
