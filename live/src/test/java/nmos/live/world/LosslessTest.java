package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nmos.live.tokens.Tokenizer;
import nmos.live.world.TinyRun.Asked;
import nmos.world.ledger.PageUse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the policy does to get there, what people are shown are the oracle's own greedy words after what they submitted.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LosslessTest {
    private static Oracle oracle;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        oracle = new Oracle();
    }

    @AfterAll
    static void close() {
        if (oracle != null) {
            oracle.close();
        }
    }

    private TinyRun run(String... settings) throws IOException {
        return checked(TinyRun.of(new Asked(folder, settings)));
    }

    private static TinyRun checked(TinyRun run) {
        var workload = run.scenario().workload();
        if (workload.typed() == null) {
            assertThat(run.outcome().run().turns()).allSatisfy(turn -> assertThat(turn.failed()).isEmpty());
            assertThat(run.outcome().replies()).hasSize(workload.sessions() * workload.turns());
            assertThat(run.outcome().replies()).allSatisfy(reply -> assertThat(reply.tokens()).hasSize(workload.replyTokens()));
        }
        for (LiveOutcome.Reply reply : run.outcome().replies()) {
            oracle.says(reply.prompt(), reply.tokens());
        }
        return run;
    }

    /// One pass over a text tells the same as a pass for each of its tokens: what the other tests here build on.
    @Test
    void theOracleAgreesWithItself() {
        int[] prompt = oracle.tokenizer().encode("Lily saw a dog", true, false);
        oracle.says(prompt, oracle.continued(prompt, 40));
    }

    static Stream<String> speculations() {
        return Stream.concat(
                IntStream.rangeClosed(1, 8).mapToObj(k -> "speculation.kind=chain speculation.k=" + k),
                Stream.of(
                        "speculation.kind=off",
                        "speculation.kind=tree-static speculation.widths=[4,2,1,1]",
                        "speculation.kind=tree-static speculation.widths=[1,3,2] speculation.k=1 speculation.maxDepth=1",
                        "speculation.kind=tree-static speculation.widths=[1,1,1,1,1,1,1,1,1,1] speculation.k=1 speculation.maxDepth=1",
                        "speculation.kind=tree-adaptive speculation.maxNodes=20 speculation.maxDepth=6",
                        "speculation.kind=tree-adaptive speculation.maxNodes=1 speculation.branch=1"));
    }

    /// Each with the draft model, drafting beside passes and between them, and by turns with prompt lookup and with both.
    static Stream<Arguments> drafters() {
        List<String> all = speculations().toList();
        return IntStream.range(0, all.size()).mapToObj(i -> {
            String looking = i % 2 == 0 ? "lookup" : i % 4 == 1 ? "either speculation.whilePass=true" : "either";
            boolean off = all.get(i).endsWith("off");
            return Arguments.of(all.get(i), off ? List.of("model") : List.of("model", "model speculation.whilePass=true", looking));
        });
    }

    @ParameterizedTest
    @MethodSource("drafters")
    void speculationDoesNotChangeWhatIsSaid(String speculation, List<String> drafters) throws IOException {
        for (String drafter : drafters) {
            run((speculation + " speculation.drafter=" + drafter + " workload.replyTokens=18 workload.turns=1 workload.typingPerToken=0ms").split(" "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-session", "fifo", "shortest-remaining", "semi-clairvoyant"})
    void sharedPassesDoNotChangeWhatIsSaid(String batching) throws IOException {
        for (String how : List.of(
                "workload.sessions=4 batching.maxSessions=4 batching.maxRows=64",
                "workload.sessions=3 batching.maxSessions=2 batching.patience=1 batching.maxRows=7",
                "workload.sessions=2 batching.maxSessions=1 batching.patience=2 batching.maxRows=3")) {
            TinyRun run = run((how + " batching.kind=" + batching + " speculation.kind=chain speculation.k=3").split(" "));
            boolean shared = run.outcome().run().passes().stream().anyMatch(pass -> pass.tokens() > 4);
            System.out.println(batching + " " + how + " shared " + shared);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "warm", "prefill", "predict"})
    void anticipationDoesNotChangeWhatIsSaid(String anticipation) throws IOException {
        run(("anticipation.kind=" + anticipation + " anticipation.predictTokens=4 speculation.kind=chain workload.turns=3"
                        + " workload.sessions=2 workload.typingPerToken=4ms workload.pauseAfter=2ms workload.freshContext=false")
                .split(" "));
        run(("anticipation.kind=" + anticipation + " anticipation.predictTokens=0 anticipation.unloadAfter=5ms"
                        + " workload.thinkTime=20ms speculation.kind=tree-adaptive")
                .split(" "));
    }

    static Stream<String> places() {
        return Stream.of(
                "placement.kind=pinned placement.pin.ram=all placement.pin.vram=all",
                "placement.kind=pinned placement.pin.ram=0B placement.pin.vram=0B placement.slots.ram=1 placement.slots.vram=1",
                "placement.kind=pinned placement.pin.ram=400kB placement.pin.vram=0B river.kind=just-in-time",
                "placement.kind=hybrid placement.pin.ram=400kB river.fetchesPerHop=2",
                "placement.kind=mmap-lru river.kind=on-demand",
                "placement.kind=mmap-lru river.kind=double-buffer river.fetchesPerHop=3");
    }

    @ParameterizedTest
    @MethodSource("places")
    void placesDoNotChangeWhatIsSaid(String place) throws IOException {
        String settings = place + " speculation.kind=chain speculation.k=3";
        run(settings.split(" "));
        checked(TinyRun.of(new Asked(folder, settings.split(" ")).on(TinyMachine.HYBRID)));
    }

    @Test
    void aMachineOfTwoTiersSaysTheSame() throws IOException {
        for (String placement : List.of("pinned", "mmap-lru", "hybrid")) {
            checked(TinyRun.of(new Asked(folder, "placement.kind=" + placement, "speculation.kind=chain", "speculation.k=3")
                    .on(TinyMachine.TWO_TIERS)));
        }
    }

    record Paging(TinyMachine machine, String settings) {}

    static Stream<Paging> pagings() {
        return Stream.of(
                new Paging(TinyMachine.ROOMY, "kv.residentTokens=1080 workload.freshContext=false"),
                new Paging(TinyMachine.ROOMY, "kv.residentTokens=306 kv.spill.ram=1MiB workload.freshContext=false"),
                new Paging(TinyMachine.ROOMY, "kv.residentTokens=306 kv.spill.ram=128KiB kv.spill.ssd=1MiB workload.freshContext=false"),
                new Paging(
                        TinyMachine.ROOMY,
                        "kv.residentTokens=408 kv.spill.ram=64KiB kv.spill.ssd=1MiB workload.sharedPrefixTokens=110"
                                + " workload.freshContext=true"),
                new Paging(
                        TinyMachine.ROOMY,
                        "kv.residentTokens=408 kv.spill.ram=1MiB workload.sharedPrefixTokens=150 workload.freshContext=false"
                                + " placement.pin.ram=0B anticipation.kind=prefill"),
                new Paging(TinyMachine.TWO_TIERS, "kv.residentTokens=306 kv.spill.ssd=1MiB workload.freshContext=false"),
                new Paging(
                        TinyMachine.HYBRID,
                        "kv.residentTokens=720 kv.spill.ram=1MiB kv.spill.ssd=1MiB workload.freshContext=false placement.kind=hybrid"));
    }

    /// Three people take turns, and there is room for the text of one or two.
    @ParameterizedTest
    @MethodSource("pagings")
    void pagesThatMoveKeepTheirText(Paging paging) throws IOException {
        String settings = "kv.policy=lru kv.pageBytes=64KiB " + paging.settings() + " speculation.kind=chain speculation.k=2"
                + " workload.sessions=3 workload.promptTokens=90 workload.replyTokens=10 workload.typingPerToken=0ms"
                + " kv.tokensPerSession=360 batching.maxSessions=1";
        TinyRun run = checked(TinyRun.of(new Asked(folder, settings.split(" ")).on(paging.machine())));
        PageUse use = run.outcome().run().ledger().pages().use();
        long up = IntStream.range(0, run.scenario().machine().top()).mapToLong(use::upBytes).sum();
        boolean roomForAll = paging.settings().contains("1080");
        assertThat(up > 0).as("KV came back to where it is computed").isEqualTo(!roomForAll);
        if (paging.settings().contains("spill.ssd") && !paging.settings().contains("hybrid")) {
            assertThat(use.upBytes(0)).as("KV came back from storage").isPositive();
        }
    }

    @Test
    void contextsThatGrowAreContinued() throws IOException {
        TinyRun run = run("workload.freshContext=false", "workload.turns=4", "workload.sessions=2", "speculation.kind=chain");
        for (LiveOutcome.Reply reply : run.outcome().replies()) {
            for (LiveOutcome.Reply next : run.outcome().replies()) {
                if (next.session() == reply.session() && next.turn() == reply.turn() + 1) {
                    int[] so = joined(reply.prompt(), reply.tokens());
                    assertThat(next.prompt()).hasSize(so.length + 12).startsWith(so);
                }
            }
        }
    }

    static Stream<String> typingSettings() {
        List<String> all = new ArrayList<>();
        for (String anticipation : List.of("none", "warm", "prefill", "predict")) {
            for (boolean fresh : new boolean[] {true, false}) {
                all.add("anticipation.kind=" + anticipation + " anticipation.predictTokens=6 workload.freshContext=" + fresh
                        + " workload.pauseAfter=3ms speculation.kind=" + (fresh ? "chain" : "tree-adaptive"));
            }
        }
        all.add("anticipation.kind=predict anticipation.predictTokens=3 kv.policy=lru kv.pageBytes=64KiB kv.residentTokens=306"
                + " kv.spill.ram=1MiB workload.freshContext=false workload.pauseAfter=2ms");
        return all.stream();
    }

    /// Edited in the middle, pasted, asked again, changed and asked again, and left half way.
    @ParameterizedTest
    @MethodSource("typingSettings")
    void whatIsTypedIsWhatIsAnswered(String settings) throws IOException {
        Typing typing = new Typing();
        typing.person()
                .begins(12).types("Once upon a tiem").replaces(13, 3, "ime").types(", there was").waits(20).types(" a").submits()
                .retries(9).submits()
                .retries(7).replaces(0, 4, "Not once").types(" dog").submits()
                .begins(10).pastes(0, "Lily and Tom went to the park. 😀\nThey").waits(10).typesAt(5, "Lee ").submits()
                .begins(5).types("Half of this is").waits(30);
        typing.person()
                .waits(7).begins(8).types("The big do").waits(15).types("g was sad.").replaces(0, 7, "A").submits()
                .begins(3).types("x").replaces(0, 1, "").types("He said").waits(15).submits();
        typed(typing, settings);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsTypedAtRandomIsWhatIsAnswered(long seed) throws IOException {
        typed(Typing.of(seed, 2, 4), "anticipation.kind=" + (seed % 2 == 0 ? "predict" : "prefill")
                + " anticipation.predictTokens=5 workload.pauseAfter=2ms speculation.kind=chain speculation.k=3"
                + " workload.freshContext=" + (seed % 3 == 0));
    }

    private void typed(Typing typing, String settings) throws IOException {
        TinyRun run = checked(TinyRun.of(new Asked(folder, settings.split(" ")).typing(typing)));
        boolean fresh = run.scenario().workload().freshContext();
        for (int session = 0; session < typing.sessions(); session++) {
            int of = session;
            List<LiveOutcome.Reply> replies = run.outcome().replies().stream()
                    .filter(reply -> reply.session() == of)
                    .sorted((a, b) -> a.turn() - b.turn())
                    .toList();
            List<Typing.Submitted> submitted = typing.submitted(session);
            assertThat(replies).hasSameSizeAs(submitted);
            int[] before = {};
            for (int turn = 0; turn < submitted.size(); turn++) {
                Typing.Submitted asked = submitted.get(turn);
                LiveOutcome.Reply reply = replies.get(turn);
                if (turn > 0 && !asked.again()) {
                    before = fresh ? new int[0] : joined(replies.get(turn - 1).prompt(), replies.get(turn - 1).tokens());
                }
                assertThat(reply.prompt())
                        .as("session %s turn %s, %s: %s", session, turn, settings, asked.text())
                        .isEqualTo(joined(before, tokens(asked.text(), before.length == 0)));
                assertThat(reply.tokens()).hasSize(asked.replyTokens());
            }
        }
    }

    private static int[] tokens(String text, boolean first) {
        Tokenizer tokenizer = oracle.tokenizer();
        int[] told = tokenizer.encode(text, false, false);
        return first ? joined(new int[] {tokenizer.vocabulary().bos()}, told) : told;
    }

    private static int[] joined(int[] a, int... b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
