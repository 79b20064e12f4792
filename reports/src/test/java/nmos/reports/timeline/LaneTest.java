package nmos.reports.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private static Work work(long id, long beganNs, long endedNs, long busyNs) {
        return new Work(id, new Work.What.Fetch(0, 0), beganNs, endedNs, Work.Ending.DONE, busyNs, 10 * busyNs);
    }

    private static Resource lay(Work... works) {
        return Lane.lay("link", Resource.Kind.LINK_UP, 1, Arrays.asList(works));
    }

    private static List<String> spans(Resource resource) {
        return resource.spans().stream().map(span -> span.work().id() + ": " + span.beginNs() + "-" + span.endNs()).toList();
    }

    @Test
    void workThatQueuesFollowsTheWorkBeforeIt() {
        assertThat(spans(lay(work(1, 0, 10, 8), work(2, 0, 15, 5), work(3, 0, 40, 5)))).containsExactly("1: 2-10", "2: 10-15", "3: 35-40");
    }

    @Test
    void workThatEndedInTheMidstOfOtherWorkLeavesItTheTimeBefore() {
        Resource link = lay(work(1, 0, 10, 8), work(2, 4, 6, 2));
        assertThat(spans(link)).containsExactly("1: 0-4", "2: 4-6", "1: 6-10");
        assertThat(link.spans().stream().map(Span::bytes)).containsExactly(40L, 20L, 40L);
    }

    @Test
    void nothingIsLaidBeforeItsCommandAndWhatFindsNoRoomIsTold() {
        Resource link = lay(work(1, 0, 10, 10), work(2, 8, 12, 5));
        assertThat(spans(link)).containsExactly("1: 0-10", "2: 10-12");
        assertThat(link.unlaidNs()).isEqualTo(3);
    }

    @Test
    void aBusyTimeThatCannotBeDoesNoHarm() {
        Resource link = lay(work(1, 5, 10, Long.MAX_VALUE), work(2, 5, 10, Long.MAX_VALUE), work(3, 5, 10, -4));
        assertThat(link.busyNs()).isEqualTo(5);
    }

    @Test
    void rateAndBusyTimeAreSharedOutOverTheParts() {
        Resource link = lay(work(1, 0, 10, 5), work(2, 10, 20, 10));
        assertThat(link.busyNs(0, 20, 4)).containsExactly(0, 5, 5, 5);
        assertThat(link.bytesPerSec(0, 20, 2)).containsExactly(5e9, 10e9);
        assertThat(link.busyNs(20, 20, 2)).containsExactly(0, 0);
        assertThat(link.busyNs(12, 14, 1)).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsLaidNeverOverlapsAndKeepsItsSum(long seed) {
        Random random = new Random(seed);
        List<Work> works = new ArrayList<>();
        for (int id = 0; id < 300; id++) {
            long began = random.nextInt(2000);
            long ended = began + random.nextInt(60);
            works.add(work(id, began, ended, random.nextInt((int) (ended - began) + 2)));
        }
        Resource lane = Lane.lay("lane", Resource.Kind.DRIVE, 0, works);
        long freeNs = Long.MIN_VALUE;
        for (Span span : lane.spans()) {
            assertThat(span.beginNs()).isGreaterThanOrEqualTo(freeNs).isGreaterThanOrEqualTo(span.work().beganNs());
            assertThat(span.endNs()).isGreaterThan(span.beginNs()).isLessThanOrEqualTo(span.work().endedNs());
            freeNs = span.endNs();
        }
        assertThat(lane.busyNs() + lane.unlaidNs()).isEqualTo(works.stream().mapToLong(Work::busyNs).sum());
        assertThat(lane.bytes()).isLessThanOrEqualTo(works.stream().mapToLong(Work::bytes).sum());
    }
}
