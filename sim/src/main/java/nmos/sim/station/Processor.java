package nmos.sim.station;

import java.util.ArrayDeque;
import nmos.policy.Arithmetic;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// A GPU or CPU: jobs one at a time, in the order they came, each for the time it was given with at full speed. A waiting job that
/// is cancelled is dropped at once; one that runs cannot be recalled.
public final class Processor extends Station {
    /// A job's work is a time, not bytes: the rate carries it as its latency, the bandwidth is never asked.
    private static final long NO_BANDWIDTH = Long.MAX_VALUE;
    public static final long FULL_PPM = 1_000_000;

    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private @Nullable Job serving;
    private long startNs;
    private long speedPpm = FULL_PPM;
    /// Of the job being served: what is left of its time at full speed, since when at this speed, and its end as it looks now.
    private long leftNs;
    private long sinceNs;
    private long ticket = Calendar.NO_TICKET;
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
            leftNs = next.workNs(0);
            plan();
        }
        refuseIdle();
    }

    /// From now on it works at such a share of its full speed.
    public void speed(long ppm) {
        if (ppm < 1 || ppm > FULL_PPM) {
            throw new IllegalArgumentException(name() + ": a speed of " + ppm + " ppm");
        }
        if (serving != null && ppm != speedPpm) {
            leftNs = Math.max(0, leftNs - Arithmetic.mulDiv(calendar.nowNs() - sinceNs, speedPpm, FULL_PPM));
            calendar.cancel(ticket);
            speedPpm = ppm;
            plan();
        }
        speedPpm = ppm;
    }

    private void plan() {
        sinceNs = calendar.nowNs();
        ticket = calendar.after(Arithmetic.mulDivUp(leftNs, FULL_PPM, speedPpm), this::serviceOver);
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
