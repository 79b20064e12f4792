package nmos.sim.fault;

import java.util.random.RandomGenerator;
import nmos.world.modelled.Streams;
import nmos.sim.station.Fate;

/// Answers what goes wrong. A fetch's fate depends on its id and the seed alone, the n-th episode of pressure on the
/// episodes before it: not on who asks, how often, or in which order.
public final class Faults {
    private final FaultRates rates;
    private final Streams streams;

    public Faults(FaultRates rates, Streams streams) {
        this.rates = rates;
        this.streams = streams;
    }

    /// What befalls this fetch.
    public Fate ofFetch(long fetch) {
        if (rates.latePpm() + rates.failedPpm() + rates.droppedPpm() + rates.heldPpm() == 0) {
            return Fate.NONE;
        }
        RandomGenerator random = streams.stream("fault.fetch", fetch);
        int draw = random.nextInt(FaultRates.MILLION);
        int late = rates.latePpm();
        int failed = late + rates.failedPpm();
        int dropped = failed + rates.droppedPpm();
        int held = dropped + rates.heldPpm();
        if (draw < late) {
            return Fate.late(rates.lateWorkPpm());
        }
        if (draw < failed) {
            return Fate.failed();
        }
        if (draw < dropped) {
            return Fate.dropped();
        }
        if (draw < held) {
            return Fate.held(random.nextLong(1, rates.heldMaxNs() + 1));
        }
        return Fate.NONE;
    }

    /// Whether memory ever runs short.
    public boolean pressed() {
        return rates.pressureGapNs() > 0;
    }

    /// Episode number `index`, from 0, which begins after the one before it ended at `afterNs`. Gaps are exponential;
    /// length, share and tier uniform.
    public Pressure episode(long index, long afterNs) {
        if (!pressed()) {
            throw new IllegalStateException("these rates have no memory pressure");
        }
        RandomGenerator random = streams.stream("fault.pressure", index);
        // StrictMath, because Math.log may differ between machines in the last bit.
        double gapNs = -StrictMath.log(1 - random.nextDouble()) * rates.pressureGapNs();
        return new Pressure(
                rates.pressureTiers()[random.nextInt(rates.pressureTiers().length)],
                Math.addExact(afterNs, 1 + (long) gapNs),
                random.nextLong(1, rates.pressureMaxNs() + 1),
                random.nextInt(1, rates.pressureMaxPpm() + 1));
    }
}
