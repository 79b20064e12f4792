package nmos.live.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.live.calibrate.BesideSpeeds.Beside;
import nmos.live.calibrate.BesideSpeeds.Point;

/// Times products alone and while something is moved, in turns.
final class BesideBench {
    private static final int[] ROWS = {1, 8, 64};
    private static final long MILLION = 1_000_000;

    private final Session session;
    private final Work products;

    BesideBench(Session session, Work products) {
        this.session = session;
        this.products = products;
    }

    /// Products that are over when a call returns.
    interface Work {
        void rows(int count);

        void multiply();
    }

    /// Something that moves bytes from when it is made until it is closed.
    interface Mover extends AutoCloseable {
        long bytes();

        @Override
        void close();
    }

    interface Start {
        Mover begin() throws IOException;
    }

    /// What is left of the speed of products beside it, at the pace it went.
    Beside beside(Start start) throws IOException {
        List<Point> points = new ArrayList<>();
        int repeats = session.effort.repeats();
        double moved = 0;
        double movingNs = 0;
        for (int rows : ROWS) {
            if (rows > session.effort.mostRows()) {
                continue;
            }
            products.rows(rows);
            int often = session.often(products::multiply);
            long[] alone = new long[repeats];
            long[] beside = new long[repeats];
            for (int repeat = 0; repeat < repeats; repeat++) {
                alone[repeat] = time(often);
                long beganNs = System.nanoTime();
                try (Mover mover = start.begin()) {
                    beside[repeat] = time(often);
                    moved += mover.bytes();
                    movingNs += System.nanoTime() - beganNs;
                }
            }
            points.add(new Point(rows, Timing.of(alone), Timing.of(beside)));
        }
        double left = points.stream().mapToDouble(Point::left).average().orElse(1);
        return new Beside(
                points,
                Math.max(1, Math.round(moved * 1e9 / Math.max(1, movingNs))),
                Math.clamp(Math.round(left * MILLION), 1, MILLION));
    }

    /// Long enough for what is moved at a slow pace to come and go meanwhile.
    private long time(int often) {
        session.watch.goOn();
        long leastNs = 25 * session.effort.sampleNs();
        long beganNs = System.nanoTime();
        long count = 0;
        do {
            for (int i = 0; i < often; i++) {
                products.multiply();
            }
            count += often;
        } while (System.nanoTime() - beganNs < leastNs);
        return (System.nanoTime() - beganNs) / count;
    }
}
