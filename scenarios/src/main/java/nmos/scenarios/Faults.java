package nmos.scenarios;

/// What goes wrong, by chance, from the scenario's seed. Of all fetches, shares come late (taking `lateFactor` times as long),
/// fail, are dropped, or have their report held back by up to `heldNs`, so that later ones are heard of first. Where
/// `pressureEveryNs` is not 0, every so often on average the tier `pressureTier` loses up to `pressurePpm` of its budget for
/// up to `pressureLastsNs`.
public record Faults(
        int latePpm,
        int lateFactor,
        int failedPpm,
        int droppedPpm,
        int reorderedPpm,
        long heldNs,
        long pressureEveryNs,
        long pressureLastsNs,
        int pressurePpm,
        int pressureTier) {
    public static final Faults NONE = new Faults(0, 1, 0, 0, 0, 1, 0, 1, 1, 1);
}
