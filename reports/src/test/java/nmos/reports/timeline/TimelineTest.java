package nmos.reports.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import nmos.journal.Command;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.Cause;
import nmos.policy.DraftTree;
import nmos.policy.Signal;
import nmos.reports.HandMade;
import nmos.reports.HandMade.Entry;
import nmos.reports.run.Run;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @TempDir
    Path folder;

    private Timeline oneTurn() throws IOException {
        return Timeline.of(Run.read(HandMade.run(folder)));
    }

    private Timeline of(@Nullable Long spillBytes, Entry... entries) throws IOException {
        RunReport told = HandMade.report(RunReport.Kind.SIMULATED, "by-hand");
        new RunDirectory(folder).report(new RunReport(
                told.kind(), false, told.scenario(), 1, "laptop", told.policy(), HandMade.resolved(spillBytes), List.of(), null, null,
                null, told.linkBytes(), List.of()));
        HandMade.journal(folder, Arrays.asList(entries));
        return Timeline.of(Run.read(folder));
    }

    private static List<String> spans(Timeline timeline, String resource) {
        return Objects.requireNonNull(timeline.resource(resource)).spans().stream()
                .map(span -> span.beginNs() + "-" + span.endNs() + " " + timeline.title(span.work()))
                .toList();
    }

    private static TierUse tier(Timeline timeline, int tier) {
        return timeline.tiers().get(tier);
    }

    @Test
    void everyResourceShowsWhatKeptItBusy() throws IOException {
        Timeline timeline = oneTurn();
        assertThat(timeline.resources().stream().map(Resource::name))
                .containsExactly("SSD -> RAM", "RAM -> VRAM", "VRAM -> RAM", "VRAM compute");
        assertThat(spans(timeline, "SSD -> RAM")).containsExactly("500-2000 fetch layer 0", "2000-3000 fetch head part 0");
        assertThat(spans(timeline, "RAM -> VRAM")).containsExactly("3100-4000 fetch layer 0", "4000-4500 fetch head part 0");
        assertThat(spans(timeline, "VRAM compute"))
                .containsExactly("4100-5000 layer 0 of pass 5", "5000-6000 head part 0 of pass 5", "6200-8000 layer 0 to head part 0 of pass 8");
    }

    @Test
    void aTurnSaysWhatItWaitedFor() throws IOException {
        Timeline timeline = oneTurn();
        assertThat(timeline.turns()).containsExactly(new Turn(
                0, 0, 0, 1000, null, 6000L, 5L, 8000, 2, true, null,
                new Breakdown(1900, 0, 2000, 1000, 100), new Breakdown(3700, 0, 2000, 1000, 300)));
        assertThat(timeline.zeroNs()).isZero();
        assertThat(timeline.endNs()).isEqualTo(8000);
        assertThat(timeline.torn()).isFalse();
    }

    @Test
    void passesSayTheirRowsAndTokens() throws IOException {
        assertThat(oneTurn().passes()).containsExactly(
                new Work(5, new Work.What.Pass(List.of(0), 8, 8, 1), 3000, 6000, Work.Ending.DONE, 1900, 0),
                new Work(8, new Work.What.Pass(List.of(0), 1, 0, 1), 6000, 8000, Work.Ending.DONE, 1800, 0));
    }

    @Test
    void tiersCountWeightsFromTheFetchAndKvFromTheVerdict() throws IOException {
        Timeline timeline = oneTurn();
        TierUse vram = tier(timeline, 2);
        assertThat(vram.weightBytes().at(1999)).isZero();
        assertThat(vram.weightBytes().at(2000)).isEqualTo(1000);
        assertThat(vram.weightBytes().at(9000)).isEqualTo(1500);
        assertThat(vram.kvBytes().at(5999)).isZero();
        assertThat(vram.kvBytes().at(6000)).isEqualTo(80);
        assertThat(vram.kvBytes().at(8000)).isEqualTo(90);
        assertThat(vram.heldBytes().max()).isEqualTo(1690);
        assertThat(Objects.requireNonNull(vram.budgetBytes()).at(0)).isEqualTo(3000);
        assertThat(tier(timeline, 0).budgetBytes()).isNull();
        assertThat(timeline.fetchesInFlight().max()).isEqualTo(2);
        assertThat(timeline.fetchesInFlight().at(4500)).isZero();
    }

    @Test
    void aRunThatHeardLateOfASubmitCountsFromWhenItWasMeant() throws IOException {
        List<Entry> late = new ArrayList<>(HandMade.oneTurn());
        late.set(1, new Entry(1700, new Signal.Submitted(0, 1)));
        HandMade.run(folder);
        HandMade.journal(folder, late);
        assertThat(Timeline.of(Run.read(folder)).turns().getFirst().submitNs()).isEqualTo(1000);
    }

    @Test
    void whatWasSaidBeforeAnybodyAskedIsSeenAtTheSubmit() throws IOException {
        Timeline timeline = of(null,
                new Entry(10, new Signal.Keystroke(0, 1), new Command.PassRows(1, 0, 1, 0, 4, true), new Command.BeginPass(1)),
                new Entry(20, new Signal.Verified(1, 0, 0, -1, -1, true)),
                new Entry(20, new Signal.Passed(1, 5)),
                new Entry(50, new Signal.Submitted(0, 1), new Command.Emit(0, 1)));
        Turn turn = timeline.turns().getFirst();
        assertThat(turn.ttftVerifiedNs()).isZero();
        assertThat(turn.firstPass()).isEqualTo(1);
        assertThat(turn.over()).isTrue();
        assertThat(timeline.zeroNs()).isEqualTo(10);
    }

    @Test
    void aTurnThatFailsSaysWhyAndHasNoFirstToken() throws IOException {
        Timeline timeline = of(null,
                new Entry(10, new Signal.Submitted(0, 1), new Command.Fetch(1, 0, 0, 0, 0)),
                new Entry(30, new Signal.Failed(1, Cause.READ_ERROR, 12), new Command.FailTurn(0, Cause.RETRIES_EXHAUSTED)));
        Turn turn = timeline.turns().getFirst();
        assertThat(turn.failed()).isEqualTo(Cause.RETRIES_EXHAUSTED);
        assertThat(turn.ttftVerifiedNs()).isNull();
        assertThat(turn.toFirst()).isEqualTo(new Breakdown(0, 0, 12, 0, 8));
        assertThat(timeline.works().getFirst().ending()).isEqualTo(Work.Ending.FAILED);
        assertThat(tier(timeline, 1).weightBytes().at(30)).isZero();
    }

    @Test
    void aDraftIsWorkOfItsOwn() throws IOException {
        Timeline timeline = of(null,
                new Entry(10, new Signal.Submitted(0, 1), new Command.Complete(1, 0, 1, 5)),
                new Entry(30, new Signal.Drafted(1, 0, new DraftTree(new int[] {-1, 0}, new int[] {1, 1}), 15)));
        assertThat(spans(timeline, "draft")).containsExactly("15-30 draft for session 0");
        assertThat(timeline.works().getFirst().what()).isEqualTo(new Work.What.Draft(0, 2));
    }

    @Test
    void pagesAreCountedWhereTheirPartsAre() throws IOException {
        Timeline timeline = of(1000L,
                new Entry(10, new Signal.Submitted(0, 1),
                        new Command.OpenPage(3, 0, 0, 16, 2),
                        new Command.PassRows(1, 0, 1, 0, 4, false),
                        new Command.BeginPass(1),
                        new Command.Compute(2, 1, 0, 1, 2)),
                new Entry(20, new Signal.Computed(2, 5)),
                new Entry(20, new Signal.Passed(1, 5), new Command.MovePage(4, 3, 0, 1, 2, 1, 0)),
                new Entry(40, new Signal.Landed(4, 7)),
                new Entry(50, new Signal.Pressed(2, 2500), new Command.Release(3)));
        TierUse vram = tier(timeline, 2);
        TierUse ram = tier(timeline, 1);
        assertThat(List.of(vram.kvBytes().at(10), vram.kvBytes().at(30), vram.kvBytes().at(40))).containsExactly(160L, 160L, 0L);
        assertThat(List.of(ram.spilledBytes().at(19), ram.spilledBytes().at(20), ram.spilledBytes().at(50))).containsExactly(0L, 160L, 0L);
        assertThat(List.of(ram.pages().at(30), vram.pages().at(30), vram.pages().at(40))).containsExactly(1L, 1L, 0L);
        assertThat(ram.heldBytes().max()).isEqualTo(200);
        assertThat(Objects.requireNonNull(vram.budgetBytes()).at(50)).isEqualTo(2500);
        assertThat(spans(timeline, "VRAM -> RAM")).containsExactly("33-40 KV page 3, layer 0 to head part 0");
        assertThat(timeline.works().getLast().bytes()).isEqualTo(160);
    }

    @Test
    void aTornJournalIsReadAsFarAsItGoes() throws IOException {
        HandMade.run(folder);
        Path journal = folder.resolve("journal.bin");
        byte[] whole = Files.readAllBytes(journal);
        for (int length = 41; length < whole.length; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            Timeline timeline = Timeline.of(Run.read(folder));
            assertThat(timeline.torn()).isTrue();
            assertThat(timeline.works().stream().filter(work -> work.ending() == Work.Ending.UNKNOWN))
                    .allSatisfy(work -> assertThat(work.endedNs()).isEqualTo(timeline.endNs()));
            timeline.turns().forEach(turn -> assertThat(turn.toEnd().wholeNs()).isEqualTo(turn.endNs() - turn.submitNs()));
        }
    }

    @Test
    void aJournalThatIsNotOfThisRunIsRefused() {
        assertThatThrownBy(() -> of(null, new Entry(1, new Signal.Submitted(0, 1), new Command.Fetch(1, 9, 0, 0, 0))))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": its journal is not that of its report: there is no shard 9");
        assertThatThrownBy(() -> of(null, new Entry(1, new Signal.Landed(5, 1))))
                .hasMessageEndingWith("there is no work in flight with the number 5");
        assertThatThrownBy(() -> of(null, new Entry(1, new Signal.Pressed(7, 1)))).hasMessageEndingWith("there is no tier 7");
    }

    @Test
    void aJournalThatTellsMoreThanThereIsRoomForIsRefusedForThat() throws IOException {
        untold(i -> new Entry(i, new Signal.Keystroke(0, i)));
        untold(i -> new Entry(i, new Signal.Submitted(i, 1)));
        untold(i -> new Entry(i, new Signal.Paused(0, 1), new Command.FailTurn(i, Cause.READ_ERROR)));
        untold(i -> new Entry(i, new Signal.Pressed(2, i)));
        untold(i -> new Entry(i, new Signal.Pressed(2, 1), new Command.Fetch(i, 0, 0, 0, 0)));
        untold(i -> new Entry(i, new Signal.Pressed(2, 1), new Command.Evict(0, 2)));
        untold(i -> new Entry(i, new Signal.Pressed(2, 1), new Command.PassRows(1, i, 1, 0, 4, false)));
        untold(i -> new Entry(i, new Signal.Pressed(2, 1), new Command.Truncate(i, 5)));
        untold(i -> new Entry(i, new Signal.Pressed(2, 1), new Command.OpenPage(i, 0, 0, 16, 2)));
    }

    private void untold(IntFunction<Entry> entry) throws IOException {
        of(null, IntStream.rangeClosed(1, 3_000).mapToObj(entry).toArray(Entry[]::new));
        assertThatThrownBy(() -> TimelineReader.read(Run.read(folder), new Room(50_000)))
                .isInstanceOfSatisfying(UntoldException.class, untold -> assertThat(untold).hasMessage(folder + ": " + untold.why()))
                .hasMessageContaining("memory");
    }

    @Test
    void aRunWithoutAJournalSaysSo() throws IOException {
        HandMade.run(folder);
        Files.delete(folder.resolve("journal.bin"));
        assertThatThrownBy(() -> Timeline.of(Run.read(folder)))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": it has no journal, so there is no telling what happened when");
    }

    @Test
    void aJournalInWhichNothingHappenedHasNothingToShow() throws IOException {
        Timeline timeline = of(null);
        assertThat(timeline.works()).isEmpty();
        assertThat(timeline.turns()).isEmpty();
        assertThat(timeline.resources()).allSatisfy(resource -> assertThat(resource.busyNs()).isZero());
    }
}
