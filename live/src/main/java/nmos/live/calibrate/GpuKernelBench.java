package nmos.live.calibrate;

import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Add;
import nmos.live.cuda.kernel.Heads;
import nmos.live.cuda.kernel.Keep;
import nmos.live.cuda.kernel.RmsNorm;
import nmos.live.cuda.kernel.Rounding;
import nmos.live.cuda.kernel.Rows;
import nmos.live.cuda.kernel.SwiGlu;
import nmos.live.cuda.kernel.Top;
import nmos.live.device.Opened;
import nmos.live.kernel.Grid;
import nmos.scenarios.shape.TensorType;

/// Times what a GPU does of a layer beside products and attention, what launches and events cost, and copies within its memory.
final class GpuKernelBench {
    private static final int[] ROWS = {1, 8, 64};
    private static final int HEAD = 64;
    private static final int TIMES_WIDTH = 3;
    private static final int WORDS_TIMES_WIDTH = 32;
    private static final float EPSILON = 1e-5f;
    private static final int MANY = 256;
    private static final int SHARE_OF_MEMORY = 16;

    private final GpuBench bench;
    private final Session session;

    GpuKernelBench(GpuBench bench) {
        this.bench = bench;
        session = bench.session;
    }

    List<GpuSpeeds.Kernel> kernels() {
        int width = Math.ceilDiv(session.effort.wide(), 256) * 256;
        int most = Math.min(ROWS[ROWS.length - 1], session.effort.mostRows());
        List<GpuSpeeds.Kernel> times = new ArrayList<>();
        try (Opened open = new Opened()) {
            long count = (long) most * width;
            long wide = bench.numbers(TIMES_WIDTH * count, open);
            long other = bench.numbers(TIMES_WIDTH * count, open);
            int words = WORDS_TIMES_WIDTH * width;
            long logits = bench.numbers((long) most * words, open);
            long parts = bench.room(most * Top.partBytes(words), open);
            long tops = bench.room(most * Top.BYTES, open);
            long page = bench.room(2 * count * Short.BYTES, open);
            var rounded = new Rows(
                    bench.room(count, open), bench.room(Rows.scaleBytes(count) + GpuBench.ALIGNMENT, open),
                    bench.room(Rows.sumBytes(count) + GpuBench.ALIGNMENT, open), other);
            var norm = new RmsNorm(bench.kernels);
            var heads = new Heads(bench.kernels);
            var keep = new Keep(bench.kernels, TensorType.F16);
            var gate = new SwiGlu(bench.kernels);
            var add = new Add(bench.kernels);
            var rounding = new Rounding(bench.kernels);
            var top = new Top(bench.kernels);
            var turn = new Heads.Turn(other, other, HEAD / 2, false);
            Driver.Stream stream = bench.stream;
            for (int rows : ROWS) {
                if (rows > most) {
                    break;
                }
                int numbers = rows * width;
                times.add(time("rms_norm", rows, () -> norm.run(stream, wide, 0, other, other, rows, width, EPSILON)));
                times.add(time("heads", rows, () -> heads.run(stream, other, 0, 0, turn, rows, width / HEAD, HEAD, EPSILON)));
                times.add(time("keep_f16", rows, () -> keep.run(stream, wide, wide, 0, page, rows, width, most)));
                times.add(time("swiglu", rows, () -> gate.run(stream, other, wide, TIMES_WIDTH * numbers)));
                times.add(time("add", rows, () -> add.run(stream, other, wide, numbers)));
                times.add(time("round_32", rows, () -> rounding.run(stream, Grid.BYTES_32, wide, rounded, rows, width)));
                times.add(time("round_256", rows, () -> rounding.run(stream, Grid.BYTES_256, wide, rounded, rows, width)));
                times.add(time("top of " + words, rows, () -> top.run(stream, logits, parts, tops, rows, words, words)));
            }
            bench.finish();
        }
        return times;
    }

    private GpuSpeeds.Kernel time(String name, int rows, Runnable work) {
        return new GpuSpeeds.Kernel(name, rows, bench.timed(work));
    }

    /// By this process's clock: [GpuSpeeds#launch], [GpuSpeeds#launched], [GpuSpeeds#event], [GpuSpeeds#recorded].
    List<Timing> overheads() {
        try (Opened open = new Opened()) {
            long x = bench.room(Float.BYTES, open);
            var add = new Add(bench.kernels);
            Driver.Event event = bench.driver.event(false);
            open.add(() -> Driver.giveBack(() -> bench.driver.destroy(event)));
            Runnable launch = () -> add.run(bench.stream, x, x, 1);
            Runnable record = () -> bench.driver.record(event, bench.stream);
            return List.of(waited(launch, bench::finish), many(launch), waited(record, () -> bench.driver.synchronise(event)), many(record));
        }
    }

    private Timing waited(Runnable work, Runnable wait) {
        long[] ns = new long[session.effort.commands()];
        for (int repeat = -1; repeat < ns.length; repeat++) {
            session.watch.goOn();
            long each = Session.ns(() -> {
                work.run();
                wait.run();
            });
            ns[Math.max(0, repeat)] = each;
        }
        return Timing.of(ns);
    }

    private Timing many(Runnable work) {
        long[] ns = new long[session.effort.repeats()];
        for (int repeat = -1; repeat < ns.length; repeat++) {
            session.watch.goOn();
            bench.finish();
            long each = Session.ns(() -> {
                for (int i = 0; i < MANY; i++) {
                    work.run();
                }
            });
            ns[Math.max(0, repeat)] = each;
        }
        bench.finish();
        return Timing.of(ns).per(MANY);
    }

    /// Of more than its cache holds.
    long withinBytesPerSec() {
        long wanted = Math.max(session.effort.readBytes().getLast(), 4L * bench.driver.facts().l2Bytes());
        long bytes = Math.max(GpuBench.ALIGNMENT, Math.min(wanted, bench.driver.memory().freeBytes() / SHARE_OF_MEMORY));
        try (Opened open = new Opened()) {
            long from = bench.room(bytes, open);
            long to = bench.room(bytes, open);
            bench.driver.fill(from, (byte) 1, bytes, bench.stream);
            return bench.timed(() -> bench.driver.copyOnDevice(to, from, bytes, bench.stream)).perSec(bytes);
        }
    }
}
