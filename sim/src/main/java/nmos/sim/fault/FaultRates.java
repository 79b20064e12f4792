package nmos.sim.fault;

/// How often things go wrong. Parts per million are of all fetches; a fetch meets at most one of the four.
///
/// @param lateWorkPpm what a late fetch's work is of an ordinary one's: 3,000,000 is three times as long
/// @param heldMaxNs a reordered fetch's report is held back by up to this, at least 1 ns
/// @param pressureGapNs mean time between two episodes of memory pressure, end to start; 0 for none
/// @param pressureMaxNs an episode lasts up to this, at least 1 ns
/// @param pressureMaxPpm an episode takes up to this share of the tier's budget, at least 1 ppm
/// @param pressureTiers the tiers it may befall
public record FaultRates(
        int latePpm,
        long lateWorkPpm,
        int failedPpm,
        int droppedPpm,
        int heldPpm,
        long heldMaxNs,
        long pressureGapNs,
        long pressureMaxNs,
        int pressureMaxPpm,
        int... pressureTiers) {
    static final int MILLION = 1_000_000;

    /// Nothing goes wrong.
    public static final FaultRates NONE = new FaultRates(0, MILLION, 0, 0, 0, 1, 0, 1, 1);

    public FaultRates {
        refuseUnless(latePpm >= 0 && failedPpm >= 0 && droppedPpm >= 0 && heldPpm >= 0, "a rate is negative");
        refuseUnless(
                (long) latePpm + failedPpm + droppedPpm + heldPpm <= MILLION, "the four rates exceed 1,000,000 ppm");
        refuseUnless(lateWorkPpm >= MILLION, "lateWorkPpm is below 1,000,000: late would be early");
        refuseUnless(heldMaxNs > 0, "heldMaxNs is not positive");
        refuseUnless(pressureGapNs >= 0, "pressureGapNs is negative");
        refuseUnless(pressureMaxNs > 0, "pressureMaxNs is not positive");
        refuseUnless(pressureMaxPpm > 0 && pressureMaxPpm <= MILLION, "pressureMaxPpm is not within 1 and 1,000,000");
        refuseUnless(pressureGapNs == 0 || pressureTiers.length > 0, "pressureTiers is empty, but pressureGapNs is set");
        pressureTiers = pressureTiers.clone();
    }

    private static void refuseUnless(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("fault rates: " + what);
        }
    }
}
