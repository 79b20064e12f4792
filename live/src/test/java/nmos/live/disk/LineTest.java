package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The accounting of time, on made-up clocks.
class LineTest {
    private static final long MS = 1_000_000;
    private static final Pace PACE = new Pace(3 * MS, 1L << 30);
    private static final int PIECE = 1 << 20;
    /// 1 MiB at 1 GiB/s, rounded up.
    private static final long PIECE_NS = 976_563;

    private Drive drive = Drive.start("line", DriveOptions.modelled(4, PACE, PACE));
    private long asked;

    @BeforeEach
    void noThread() {
        drive.close();
    }

    private Request request(long bytes, long askedNs) {
        Store store = new Store(
                drive, Path.of("made-up"), 1L << 40, IoMethod.MODELLED, new Handle.Size(1L << 40), null, false);
        return new Request(
                store, false, new Extent(0, bytes), MemorySegment.NULL, 0, asked++, askedNs, PIECE, (_, _, _) -> {});
    }

    private static Line paced() {
        return new Line(DriveOptions.modelled(4, PACE, PACE), 0);
    }

    private static void land(Line line, Piece piece, long nowNs) {
        piece.landedNs = nowNs;
        line.landed(piece);
    }

    @Test
    void oneRequestTakesItsLatencyAndItsBytesHoweverItIsCut() {
        Line line = paced();
        Request request = request(10L * PIECE, 0);
        List<Piece> overs = new ArrayList<>();
        long now = 0;
        while (overs.size() < 10) {
            while (line.underWay() < 4 && !request.cut()) {
                Piece piece = request.next();
                line.submitted(piece, now);
                land(line, piece, piece.submittedNs);
            }
            now = line.dueNs();
            overs.add(over(line, now));
        }
        assertThat(now).isEqualTo(3 * MS + 9_765_625);
        assertThat(request.busyNs).isEqualTo(9_765_625);
        assertThat(line.busyNs()).isEqualTo(9_765_625);
    }

    private static Piece over(Line line, long nowNs) {
        @Nullable Piece piece = line.over(nowNs);
        if (piece == null) {
            throw new AssertionError("nothing is over at " + nowNs);
        }
        return piece;
    }

    /// The thread wakes up to 2 ms late each time and the disk is faster than the pace: the rate is kept to all the same.
    @Test
    void lateWakeUpsDoNotAddUpAndNoWindowIsFasterThanThePace() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Line line = paced();
            int count = 400;
            Request request = request((long) count * PIECE, 0);
            long[] ends = new long[count];
            long now = 0;
            for (int over = 0; over < count; ) {
                while (line.underWay() < 4 && !request.cut()) {
                    Piece piece = request.next();
                    line.submitted(piece, now);
                    land(line, piece, Math.max(piece.submittedNs, now - random.nextLong(MS / 2)));
                }
                now = Math.max(now, line.dueNs()) + random.nextLong(2 * MS);
                for (Piece piece = line.over(now); piece != null; piece = line.over(now)) {
                    ends[over++] = now;
                }
            }
            long ideal = 3 * MS + (long) count * PIECE_NS;
            assertThat(ends[count - 1]).as("seed %d", seed).isBetween(ideal - count, ideal + ideal / 100 + 3 * MS);
            for (int window = 10; window <= 100; window += 30) {
                for (int i = 0; i + window < count; i++) {
                    assertThat(ends[i + window] - ends[i])
                            .as("seed %d, %d pieces from %d", seed, window, i)
                            .isGreaterThanOrEqualTo((window - 4) * (PIECE_NS - 1));
                }
            }
        }
    }

    @Test
    void aDiskLateByMoreThanTwentyMillisecondsMakesUpForThoseAlone() {
        Line line = paced();
        Request request = request(40L * PIECE, 0);
        List<Piece> pieces = new ArrayList<>();
        while (!request.cut()) {
            pieces.add(request.next());
        }
        pieces.forEach(piece -> line.submitted(piece, 0));
        pieces.forEach(piece -> land(line, piece, 50 * MS));
        for (Piece first : pieces.subList(0, 21)) {
            assertThat(over(line, 50 * MS)).isSameAs(first);
        }
        assertThat(line.over(50 * MS)).isNull();
        assertThat(line.dueNs()).isBetween(30 * MS + 21 * (PIECE_NS - 1), 30 * MS + 21 * PIECE_NS);
        assertThat(request.busyNs).as("from the end of the latency").isEqualTo(47 * MS);
    }

    @Test
    void overlappingPiecesOfAnUnpacedDriveShareTheTimeItHadWork() {
        Random random = new Random(9);
        for (int round = 0; round < 200; round++) {
            Line line = new Line(DriveOptions.fastest(), 0);
            List<Request> requests = new ArrayList<>();
            List<Piece> flying = new ArrayList<>();
            long now = 0;
            long working = 0;
            for (int step = 0; step < 100; step++) {
                long before = now;
                now += random.nextInt(1000);
                working += flying.isEmpty() ? 0 : now - before;
                if (flying.isEmpty() || (flying.size() < 8 && random.nextBoolean())) {
                    Request request = request(1 + random.nextInt(PIECE), now);
                    requests.add(request);
                    flying.add(request.next());
                    line.submitted(flying.getLast(), now);
                } else {
                    Piece piece = flying.remove(random.nextInt(flying.size()));
                    land(line, piece, now);
                    over(line, now);
                }
            }
            for (Piece piece : flying) {
                land(line, piece, now);
                over(line, now);
            }
            assertThat(requests.stream().mapToLong(r -> r.busyNs).sum()).isEqualTo(working);
            assertThat(line.busyNs()).isEqualTo(working);
        }
    }

    @Test
    void cancellingTakesOutWhatDoesNotMoveYet() {
        Line line = paced();
        Request first = request(2L * PIECE, 0);
        Request second = request(PIECE, 0);
        Piece head = first.next();
        for (Piece piece : List.of(head, first.next(), second.next())) {
            line.submitted(piece, 0);
            land(line, piece, 0);
        }
        line.drop(first, 3 * MS + 1);
        assertThat(first.voided).isTrue();
        assertThat(over(line, 3 * MS + 1).voided).isTrue();
        assertThat(line.over(3 * MS + 1)).isNull();
        assertThat(over(line, 3 * MS + PIECE_NS)).isSameAs(head);
        assertThat(over(line, 3 * MS + 2 * PIECE_NS).request).isSameAs(second);
    }
}
