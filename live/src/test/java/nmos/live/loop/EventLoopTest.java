package nmos.live.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.world.run.Calendar;
import nmos.world.run.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The timeout is for a loop that never ends, and may not even heed an interrupt; it is no measurement.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final EventLoop loop = new EventLoop();
    private final List<String> happened = new ArrayList<>();

    private Event is(String what) {
        return () -> happened.add(what);
    }

    /// Runs until everything of that number has happened.
    private List<String> run(int events) {
        loop.endWhen(() -> happened.size() >= events);
        loop.run();
        return happened;
    }

    @Test
    void timeBeginsWhenItIsSaid() {
        long made = loop.zeroNs();
        long now = System.nanoTime();
        loop.beginNow();
        assertThat(loop.zeroNs()).isGreaterThanOrEqualTo(now).isGreaterThanOrEqualTo(made);
        assertThat(loop.nowNs()).isZero();
    }

    @Test
    void whatIsPostedHappensInThatOrder() {
        loop.post(is("a"));
        loop.post(is("b"));
        loop.post(is("c"));
        assertThat(run(3)).containsExactly("a", "b", "c");
        assertThat(loop.idle()).isTrue();
    }

    @Test
    void whatIsPlannedHappensByTimeAndThenAsPlanned() {
        loop.at(3, is("third"));
        loop.at(1, is("first"));
        loop.at(2, is("second"));
        loop.at(1, is("first too"));
        assertThat(run(4)).containsExactly("first", "first too", "second", "third");
    }

    @Test
    void whatIsPlannedForThePastHappensNowAfterWhatWasPlannedForNowBefore() {
        loop.at(0, () -> {
            loop.at(loop.nowNs(), is("now"));
            loop.at(loop.nowNs() - 1, is("the past"));
        });
        assertThat(run(2)).containsExactly("now", "the past");
    }

    @Test
    void nothingHappensBeforeItsTimeAndTimeNeverGoesBack() {
        var late = new ArrayList<Long>();
        var times = new ArrayList<Long>();
        for (long ns : new long[] {2_000_000, 0, 1_000_000, 500_000}) {
            loop.at(ns, () -> {
                late.add(loop.nowNs() - ns);
                times.add(loop.nowNs());
                happened.add("");
            });
        }
        run(4);
        assertThat(late).allMatch(ns -> ns >= 0);
        assertThat(times).isSorted();
    }

    @Test
    void whatIsCancelledNeverHappensAndIsCancelledOnce() {
        long ticket = loop.at(1, is("cancelled"));
        loop.at(2, is("kept"));
        assertThat(loop.cancel(ticket)).isTrue();
        assertThat(loop.cancel(ticket)).isFalse();
        assertThat(run(1)).containsExactly("kept");
        assertThat(loop.idle()).isTrue();
    }

    @Test
    void whatHasHappenedOrNeverWasCannotBeCancelled() {
        long ticket = loop.at(0, is("done"));
        run(1);
        assertThat(loop.cancel(ticket)).isFalse();
        assertThat(loop.cancel(Calendar.NO_TICKET)).isFalse();
    }

    @Test
    void anEventCancelsOneThatIsDueInTheSameTurn() {
        var ticket = new long[1];
        loop.at(0, () -> loop.cancel(ticket[0]));
        ticket[0] = loop.at(0, is("cancelled"));
        loop.at(1, is("kept"));
        assertThat(run(1)).containsExactly("kept");
    }

    @Test
    void eventsThatPostOthersDoNotHoldUpThePlan() {
        loop.post(new Event() {
            @Override
            public void happen() {
                loop.post(this);
            }
        });
        loop.at(1_000_000, is("planned"));
        assertThat(run(1)).containsExactly("planned");
    }

    @Test
    void afterAStopNothingElseHappensAndAllOfItStaysForTheNextRun() {
        loop.post(() -> {
            happened.add("stops");
            loop.stop();
        });
        loop.post(is("posted"));
        loop.at(0, is("planned"));
        assertThat(run(9)).containsExactly("stops");
        assertThat(loop.idle()).isFalse();
        assertThat(run(3)).containsExactly("stops", "posted", "planned");
    }

    @Test
    void aLoopThatIsOverBeforeItRunsLetsNothingHappen() {
        loop.post(is("posted"));
        loop.at(0, is("planned"));
        assertThat(run(0)).isEmpty();
        assertThat(loop.idle()).isFalse();
    }

    @Test
    void aLoopThatIsOverDoesNotWaitForWhatIsPlanned() {
        loop.at(HOUR_NS, is("in an hour"));
        loop.at(0, is("now"));
        assertThat(run(1)).containsExactly("now");
        assertThat(loop.idle()).isFalse();
    }

    @Test
    void aPostWakesALoopThatWaitsForAPlan() throws InterruptedException {
        loop.at(HOUR_NS, is("in an hour"));
        Thread other = Thread.ofPlatform().start(() -> loop.post(is("posted")));
        assertThat(run(1)).containsExactly("posted");
        other.join();
    }

    @Test
    void postsOfManyThreadsAllHappenAndInTheOrderOfEach() throws InterruptedException {
        int threads = 8;
        int posts = 2_000;
        var numbers = new ArrayList<List<Integer>>();
        for (int thread = 0; thread < threads; thread++) {
            numbers.add(new ArrayList<>());
        }
        List<Thread> all = IntStream.range(0, threads).mapToObj(thread -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < posts; i++) {
                int number = i;
                loop.post(() -> numbers.get(thread).add(number));
            }
        })).toList();
        loop.endWhen(() -> numbers.stream().mapToInt(List::size).sum() == threads * posts);
        loop.run();
        for (Thread thread : all) {
            thread.join();
        }
        List<Integer> inOrder = IntStream.range(0, posts).boxed().toList();
        assertThat(numbers).allMatch(inOrder::equals);
        assertThat(loop.idle()).isTrue();
    }

    @Test
    void whatAnEventThrowsComesOutAsItIsAndTheRestStays() {
        var thrown = new IllegalStateException("told");
        loop.post(() -> {
            throw thrown;
        });
        loop.post(is("posted"));
        loop.at(0, () -> {
            throw thrown;
        });
        loop.at(1, is("planned"));
        assertThatThrownBy(loop::run).isSameAs(thrown);
        assertThatThrownBy(loop::run).isSameAs(thrown);
        assertThat(run(2)).containsExactly("posted", "planned");
    }

    @Test
    void anInterruptHappensOnceOnTheLoopAndItsThreadIsToldAgainAfterwards() {
        loop.whenInterrupted(is("interrupted"));
        loop.post(() -> Thread.currentThread().interrupt());
        loop.at(1_000_000, is("planned"));
        run(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(happened).containsExactlyInAnyOrder("interrupted", "planned");
    }
}
