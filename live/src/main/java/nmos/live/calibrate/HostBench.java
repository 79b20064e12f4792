package nmos.live.calibrate;

import nmos.live.device.Processor;
import nmos.live.loop.EventLoop;

/// Commands go round: the loop hands a job to the thread that computes and hears of its end, as in a live run. The job keeps its
/// thread as busy as computing does, so that the loop's has gone to sleep by then.
final class HostBench {
    private static final long JOB_NS = 200_000;
    private static final int BURST = 32;
    private static final int WARM = 50;

    private final EventLoop loop = new EventLoop();
    private final int rounds;
    private final long[] lone;
    private final long[] burst;
    private int round;
    private int left;
    private long handedNs;
    private boolean over;

    private HostBench(Session session) {
        rounds = WARM + session.effort.commands();
        lone = new long[session.effort.commands()];
        burst = new long[session.effort.commands()];
    }

    static HostSpeeds measure(Session session) {
        HostBench bench = new HostBench(session);
        try (Processor processor = new Processor("calibrate", _ -> {})) {
            bench.loop.endWhen(() -> bench.over || session.watch.stopped());
            bench.loop.whenInterrupted(bench.loop::stop);
            bench.loop.post(() -> bench.single(processor));
            bench.loop.run();
        }
        session.watch.goOn();
        return new HostSpeeds(Timing.of(bench.lone), Timing.of(bench.burst));
    }

    private void single(Processor processor) {
        handedNs = System.nanoTime();
        processor.submit(() -> {
            long beganNs = System.nanoTime();
            while (System.nanoTime() - beganNs < JOB_NS) {
                Thread.onSpinWait();
            }
            long workedNs = System.nanoTime() - beganNs;
            loop.post(() -> {
                note(lone, System.nanoTime() - handedNs - workedNs);
                many(processor);
            });
        });
    }

    private void many(Processor processor) {
        handedNs = System.nanoTime();
        left = BURST;
        for (int i = 0; i < BURST; i++) {
            processor.submit(() -> loop.post(() -> {
                if (--left == 0) {
                    note(burst, (System.nanoTime() - handedNs) / BURST);
                    next(processor);
                }
            }));
        }
    }

    private void note(long[] times, long ns) {
        if (round >= WARM) {
            times[round - WARM] = Math.max(1, ns);
        }
    }

    private void next(Processor processor) {
        over = ++round == rounds;
        if (!over) {
            single(processor);
        }
    }
}
