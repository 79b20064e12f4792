package nmos.reports.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccupiedTest {
    private static final int END = 400;

    private static Resource random(Resource.Kind kind, Random random) {
        List<Work> works = new ArrayList<>();
        for (int id = 0; id < 12; id++) {
            long began = random.nextInt(END);
            works.add(new Work(id, new Work.What.Fetch(0, 0), began, began + 30, Work.Ending.DONE, random.nextInt(30), 0));
        }
        return Lane.lay(kind.name(), kind, 0, works);
    }

    private static boolean busy(Resource resource, long ns) {
        return resource.spans().stream().anyMatch(span -> span.beginNs() <= ns && ns < span.endNs());
    }

    /// Moment by moment, by the rule as it is told.
    private static Breakdown slowly(List<Resource> resources, long fromNs, long toNs) {
        long[] ns = new long[5];
        for (long at = fromNs; at < toNs; at++) {
            int owner = 4;
            for (Resource resource : resources) {
                if (busy(resource, at)) {
                    owner = Math.min(owner, switch (resource.kind()) {
                        case COMPUTE -> 0;
                        case DRAFT -> 1;
                        case DRIVE -> 2;
                        case LINK_UP, LINK_DOWN -> 3;
                    });
                }
            }
            ns[owner]++;
        }
        return new Breakdown(ns[0], ns[1], ns[2], ns[3], ns[4]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyMomentIsCountedOnceByTheFirstThatHasIt(long seed) {
        Random random = new Random(seed);
        List<Resource> resources = new ArrayList<>();
        for (Resource.Kind kind : Resource.Kind.values()) {
            resources.add(random(kind, random));
            resources.add(random(kind, random));
        }
        Occupied occupied = new Occupied(resources);
        for (int i = 0; i < 40; i++) {
            long from = random.nextInt(END);
            long to = from + random.nextInt(END);
            Breakdown breakdown = occupied.between(from, to);
            assertThat(breakdown).isEqualTo(slowly(resources, from, to));
            assertThat(breakdown.wholeNs()).isEqualTo(to - from);
        }
    }
}
