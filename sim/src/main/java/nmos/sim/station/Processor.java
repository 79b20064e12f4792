package nmos.sim.station;

import java.util.ArrayDeque;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// A GPU or CPU: jobs one at a time, in the order they came, each for the time it was given with. A waiting job that is
/// cancelled is dropped at once; one that runs cannot be recalled.
public final class Processor extends Station {
    /// A job's work is a time, not bytes: the rate carries it as its latency, the bandwidth is never asked.
    private static final long NO_BANDWIDTH = Long.MAX_VALUE;

    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private @Nullable Job serving;
    private long startNs;
    /// A report is being heard: whatever it submits comes after what waits.
    private boolean reporting;

    public Processor(Calendar calendar, String name) {
        super(calendar, name);
    }

    public Job submit(long serviceNs, Fate fate, Report report) {
        Job job = enter(0, 0, new Rate(serviceNs, NO_BANDWIDTH), 0, fate, report);
        waiting.add(job);
        goOn();
        return job;
    }

    @Override
    public boolean cancel(Job job) {
        refuseForeign(job);
        if (job.ended || job.begun) {
            return false;
        }
        waiting.remove(job);
        dropSoon(job);
        return true;
    }

    private void goOn() {
        if (serving != null || reporting) {
            return;
        }
        Job next = waiting.poll();
        if (next != null) {
            begin(next);
            serving = next;
            startNs = calendar.nowNs();
            calendar.after(next.workNs(0), this::serviceOver);
        }
        refuseIdle();
    }

    private void serviceOver() {
        Job job = serving;
        if (job == null) {
            throw new IllegalStateException(name() + " ended a job it did not begin");
        }
        book(job, calendar.nowNs() - startNs, job.bytes);
        serving = null;
        reporting = true;
        end(job);
        reporting = false;
        goOn();
    }

    @Override
    long unbookedNs() {
        return serving == null ? 0 : calendar.nowNs() - startNs;
    }

    @Override
    String idleWithWork() {
        return serving == null && !waiting.isEmpty() ? waiting.size() + " jobs wait and none runs" : "";
    }
}
