package nmos.policy;

import java.util.Arrays;

/// Intent classes with their probabilities in parts per million, likeliest first.
public record Ranking(int[] intents, int[] ppm) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Ranking that && Arrays.equals(intents, that.intents) && Arrays.equals(ppm, that.ppm);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(intents) + Arrays.hashCode(ppm);
    }

    @Override
    public String toString() {
        return "Ranking[" + Arrays.toString(intents) + ", " + Arrays.toString(ppm) + "]";
    }
}
