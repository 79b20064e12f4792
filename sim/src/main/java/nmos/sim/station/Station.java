package nmos.sim.station;

import java.util.function.Consumer;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Outcome;
import nmos.world.run.Report;

/// A device that serves jobs: what all of them share, which is the accounts and the way a job ends.
public abstract class Station {
    final Calendar calendar;
    private final String name;

    private long sequence;
    private long entered;
    private long done;
    private long failed;
    private long dropped;
    private long bytes;
    private long busyNs;
    private long insideNs;
    private long waitingNs;
    private long sojournNs;
    private int inside;
    private int waiting;
    private int maxWaiting;
    private long countedUntilNs;
    private Consumer<Boolean> busy = _ -> {};

    Station(Calendar calendar, String name) {
        this.calendar = calendar;
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /// Tells whoever asks when the device has something to do, and when no longer.
    public final void tell(Consumer<Boolean> whenItChanges) {
        busy = whenItChanges;
    }

    /// Takes a job back as far as the device can. True if that saves any of its work; its one report comes in any case.
    public abstract boolean cancel(Job job);

    /// Work on the job being served that is not in the accounts yet.
    abstract long unbookedNs();

    /// Why the device stands idle although it has work, or an empty string.
    abstract String idleWithWork();

    public final Books books() {
        count();
        return new Books(
                calendar.nowNs(),
                entered,
                done,
                failed,
                dropped,
                bytes,
                busyNs + unbookedNs(),
                insideNs,
                waitingNs,
                sojournNs,
                inside,
                waiting,
                maxWaiting);
    }

    final Job enter(int stream, long jobBytes, Rate rate, long urgency, Fate fate, Report report) {
        if (jobBytes < 0) {
            throw new IllegalArgumentException(name + ": a job of " + jobBytes + " bytes");
        }
        count();
        entered++;
        inside++;
        waiting++;
        if (inside == 1) {
            busy.accept(true);
        }
        return new Job(this, stream, jobBytes, rate, urgency, sequence++, calendar.nowNs(), fate, report);
    }

    final void begin(Job job) {
        count();
        waiting--;
        job.begun = true;
    }

    /// Books work on a job that brought it to `throughBytes`.
    final void book(Job job, long workedNs, long throughBytes) {
        busyNs += workedNs;
        bytes += throughBytes - job.doneBytes;
        job.busyNs += workedNs;
        job.doneBytes = throughBytes;
    }

    /// The job leaves after its work, by its fate.
    final void end(Job job) {
        leave(job, job.fate.outcome());
        if (job.fate.heldNs() == 0) {
            job.report.ended(job.fate.outcome(), job.busyNs);
        } else {
            calendar.after(job.fate.heldNs(), () -> job.report.ended(job.fate.outcome(), job.busyNs));
        }
    }

    /// The job leaves unfinished; called in an event.
    final void drop(Job job) {
        leave(job, Outcome.DROPPED);
        job.report.ended(Outcome.DROPPED, job.busyNs);
    }

    /// The job leaves now, and its report follows in an event of its own, because the caller is not one of ours.
    final void dropSoon(Job job) {
        leave(job, Outcome.DROPPED);
        calendar.at(calendar.nowNs(), () -> job.report.ended(Outcome.DROPPED, job.busyNs));
    }

    final void refuseIdle() {
        String why = idleWithWork();
        if (!why.isEmpty()) {
            throw new IllegalStateException(name + " at " + calendar.nowNs() + " ns: " + why);
        }
    }

    final void refuseForeign(Job job) {
        if (!job.station.equals(this)) {
            throw new IllegalArgumentException(name + " was asked to cancel a job of " + job.station.name());
        }
    }

    private void leave(Job job, Outcome outcome) {
        count();
        inside--;
        if (inside == 0) {
            busy.accept(false);
        }
        if (!job.begun) {
            waiting--;
        }
        sojournNs = Math.addExact(sojournNs, calendar.nowNs() - job.enteredNs);
        job.ended = true;
        switch (outcome) {
            case DONE -> done++;
            case FAILED -> failed++;
            case DROPPED -> dropped++;
        }
    }

    /// Brings the integrals up to now.
    private void count() {
        long passedNs = calendar.nowNs() - countedUntilNs;
        if (passedNs > 0) {
            insideNs = Math.addExact(insideNs, Math.multiplyExact(passedNs, (long) inside));
            waitingNs = Math.addExact(waitingNs, Math.multiplyExact(passedNs, (long) waiting));
            maxWaiting = Math.max(maxWaiting, waiting);
            countedUntilNs = calendar.nowNs();
        }
    }
}
