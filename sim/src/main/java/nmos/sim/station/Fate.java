package nmos.sim.station;

import nmos.policy.Arithmetic;
import nmos.world.run.Outcome;

/// What befalls a job: its work takes `workPpm` of what it should, it ends as `outcome` when it has had all its work, and
/// its report is held back by `heldNs`, so that later jobs are heard of first. The device is free meanwhile.
public record Fate(long workPpm, long heldNs, Outcome outcome) {
    private static final long ON_TIME_PPM = 1_000_000;

    /// Nothing befalls it.
    public static final Fate NONE = new Fate(ON_TIME_PPM, 0, Outcome.DONE);

    public Fate {
        if (workPpm < 0 || heldNs < 0) {
            throw new IllegalArgumentException("a fate of " + workPpm + " ppm work and " + heldNs + " ns held");
        }
    }

    public static Fate late(long workPpm) {
        return new Fate(workPpm, 0, Outcome.DONE);
    }

    public static Fate held(long ns) {
        return new Fate(ON_TIME_PPM, ns, Outcome.DONE);
    }

    public static Fate failed() {
        return new Fate(ON_TIME_PPM, 0, Outcome.FAILED);
    }

    public static Fate dropped() {
        return new Fate(ON_TIME_PPM, 0, Outcome.DROPPED);
    }

    long stretch(long workNs) {
        return workPpm == ON_TIME_PPM ? workNs : Arithmetic.mulDivUp(workNs, workPpm, ON_TIME_PPM);
    }
}
