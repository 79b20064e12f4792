package nmos.live.calibrate;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One calibration under way: what it was asked for, what looked wrong, and how things are timed.
final class Session {
    /// A window of the warm-up: long enough for a compiler that shares the processors to get on meanwhile.
    private static final long WINDOW_NS = 120_000_000;
    private static final int WINDOW_RUNS = 3;
    /// Still getting faster, if a window is faster than the one before it by more.
    private static final double LEVEL = 0.93;
    /// Of a window in which the compiler may be busy with something else.
    private static final double COMPILING = 0.2;
    /// What compiled kernels may still allocate: bytes per byte of weights, and whatever else goes on in the process.
    private static final double ALLOCATED = 0.02;

    private static final long ALLOCATED_BESIDES = 2 << 20;
    private static final double WIDE = 0.2;
    private static final long SHORT_NS = 15_000_000;
    private static final int MOST_AGAIN = 4;
    private static final int CLOCK_LOOKS = 1000;
    /// A sample shorter than so many ticks of the clock says little.
    private static final int TICKS = 100;

    final CalibrateOptions options;
    final Effort effort;
    final Watch watch;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, Spreads> told = new LinkedHashMap<>();
    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final @Nullable ThreadMXBean threads =
            ManagementFactory.getThreadMXBean() instanceof ThreadMXBean known ? known : null;
    final long tickNs = tickNs();

    Session(CalibrateOptions options, Watch watch) {
        this.options = options;
        this.effort = options.effort();
        this.watch = watch;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
    void warn(String line, Object... values) {
        warnings.add(String.format(Locale.ROOT, line, values));
    }

    List<String> warnings() {
        warnOfSpreads();
        return List.copyOf(warnings);
    }

    /// The smallest step of the clock that was seen.
    private static long tickNs() {
        long least = Long.MAX_VALUE;
        long last = System.nanoTime();
        for (int i = 0; i < CLOCK_LOOKS; i++) {
            long now = System.nanoTime();
            if (now > last) {
                least = Math.min(least, now - last);
            }
            last = now;
        }
        return least == Long.MAX_VALUE ? 1 : least;
    }

    static long ns(Runnable work) {
        long beganNs = System.nanoTime();
        work.run();
        return System.nanoTime() - beganNs;
    }

    /// Runs until it is as fast as it will be. Speed alone does not tell: while the compiler is at it, code runs level, a hundred
    /// times slower than it will. Vectors of code that is not compiled yet are objects, so what is still allocated tells; `bytes`
    /// of weights go through a run.
    void warm(String what, long bytes, Runnable work) {
        long beganNs = System.nanoTime();
        double before = Double.MAX_VALUE;
        while (true) {
            watch.goOn();
            long compiledMs = compiledMs();
            long allocated = allocatedBytes();
            long windowNs = System.nanoTime();
            int runs = 0;
            double best = Double.MAX_VALUE;
            while (runs < WINDOW_RUNS || System.nanoTime() - windowNs < WINDOW_NS) {
                best = Math.min(best, (double) ns(work));
                runs++;
                if (System.nanoTime() - beganNs > effort.warmUpNs()) {
                    break;
                }
            }
            double tookNs = System.nanoTime() - windowNs;
            boolean compiled = allocatedBytes() - allocated <= ALLOCATED_BESIDES + ALLOCATED * bytes * runs;
            boolean quiet = (compiledMs() - compiledMs) * 1e6 <= COMPILING * tookNs;
            if (compiled && quiet && best >= LEVEL * before) {
                return;
            }
            if (System.nanoTime() - beganNs > effort.warmUpNs()) {
                if (!compiled || best < LEVEL * before) {
                    warn("%s: still getting faster after %.1f s of warming up, so its times are too long; leave the machine alone and"
                            + " measure again", what, effort.warmUpNs() / 1e9);
                }
                return;
            }
            before = Math.min(before, best);
        }
    }

    private long compiledMs() {
        CompilationMXBean known = compiler;
        return known == null || !known.isCompilationTimeMonitoringSupported() ? 0 : known.getTotalCompilationTime();
    }

    private long allocatedBytes() {
        ThreadMXBean known = threads;
        return known == null || !known.isThreadAllocatedMemorySupported() ? 0 : known.getTotalThreadAllocatedBytes();
    }

    /// How often something has to be done for a sample that the clock can tell.
    int often(Runnable work) {
        long ns = Math.max(1, Math.min(ns(work), ns(work)));
        return Math.clamp((Math.max(effort.sampleNs(), TICKS * tickNs) + ns - 1) / ns, 1, 1 << 20);
    }

    /// Of a sample's repeats in a round: short ones are cheap, and several of them harder to disturb.
    int again(long sampleNs) {
        return Math.clamp(SHORT_NS / Math.max(1, sampleNs), 1, MOST_AGAIN);
    }

    /// Remembers whether the repeats were far apart.
    Timing told(String kind, String what, Timing timing) {
        Spreads spreads = told.computeIfAbsent(kind, _ -> new Spreads());
        spreads.points++;
        if (timing.spread() > WIDE) {
            spreads.wide++;
        }
        if (timing.spread() > spreads.worst) {
            spreads.worst = timing.spread();
            spreads.of = what;
        }
        return timing;
    }

    private static final class Spreads {
        int points;
        int wide;
        double worst;
        String of = "";
    }

    private void warnOfSpreads() {
        told.forEach((kind, spreads) -> {
            if (spreads.wide > 0) {
                warn("%s: of %d of %d points half of the times lie more than %.0f %% apart, most of all %s, %.0f %%; leave the machine"
                        + " alone and measure again", kind, spreads.wide, spreads.points, WIDE * 100, spreads.of, spreads.worst * 100);
            }
        });
    }
}
