package nmos.live.sampling;

/// How a token is chosen. `temperature` 0: always the likeliest. `topK` 0, `topP` 1, `minP` 0 and `repetitionPenalty` 1 leave
/// everything in. The last `penaltyWindow` tokens count as repeated.
public record SamplingOptions(
        float temperature, int topK, float topP, float minP, float repetitionPenalty, int penaltyWindow) {
    public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, 0, 1, 64);

    public SamplingOptions {
        require(temperature >= 0 && Float.isFinite(temperature), "temperature", temperature, "0 or more");
        require(topK >= 0, "top-k", topK, "0 or more");
        require(topP > 0 && topP <= 1, "top-p", topP, "above 0, at most 1");
        require(minP >= 0 && minP <= 1, "min-p", minP, "from 0 to 1");
        require(repetitionPenalty > 0 && Float.isFinite(repetitionPenalty), "repetition penalty", repetitionPenalty, "above 0");
        require(penaltyWindow >= 0, "penalty window", penaltyWindow, "0 or more");
    }

    /// For a report.
    public String words() {
        return temperature == 0
                ? "always the likeliest token"
                : "temperature " + temperature + ", top-k " + topK + ", top-p " + topP + ", min-p " + minP;
    }

    private static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be " + range);
        }
    }
}
