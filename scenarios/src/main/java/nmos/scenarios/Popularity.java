package nmos.scenarios;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Shares of a whole, in parts per million that add up exactly.
final class Popularity {
    private static final int PPM = 1_000_000;

    private Popularity() {}

    /// Chances of visits by Zipf's law, none above certainty, that add up to `used` experts a row. Which expert is how popular
    /// differs from layer to layer, and is the same in every run.
    static int[] zipf(int layer, int experts, int used, int zipfMilli) {
        double[] weight = new double[experts];
        int[] order = shuffled(layer, experts);
        for (int rank = 0; rank < experts; rank++) {
            weight[order[rank]] = StrictMath.pow(rank + 1.0, -zipfMilli / 1e3);
        }
        return parts(weight, used);
    }

    private static int[] shuffled(int layer, int experts) {
        SplittableRandom random = new SplittableRandom(layer);
        int[] order = IntStream.range(0, experts).toArray();
        for (int i = experts - 1; i > 0; i--) {
            int swap = random.nextInt(i + 1);
            int other = order[i];
            order[i] = order[swap];
            order[swap] = other;
        }
        return order;
    }

    /// In proportion to the weights, but no part above a whole: what that leaves over is shared by the others.
    static int[] parts(double[] weight, int wholes) {
        boolean[] certain = new boolean[weight.length];
        double[] part = new double[weight.length];
        boolean again = true;
        while (again) {
            again = false;
            double left = wholes;
            double sum = 0;
            for (int i = 0; i < weight.length; i++) {
                left -= certain[i] ? 1 : 0;
                sum += certain[i] ? 0 : weight[i];
            }
            for (int i = 0; i < weight.length; i++) {
                part[i] = certain[i] ? 1 : sum == 0 ? 0 : weight[i] * left / sum;
                if (part[i] > 1) {
                    certain[i] = true;
                    again = true;
                }
            }
        }
        return rounded(part, wholes);
    }

    private static int[] rounded(double[] part, int wholes) {
        int[] ppm = Arrays.stream(part).mapToInt(share -> (int) (share * PPM)).toArray();
        long missing = (long) wholes * PPM - Arrays.stream(ppm).asLongStream().sum();
        Integer[] byRest = IntStream.range(0, part.length).boxed().toArray(Integer[]::new);
        Arrays.sort(byRest, Comparator.comparingDouble((Integer i) -> ppm[i] - part[i] * PPM));
        for (int i = 0; missing > 0; i = (i + 1) % byRest.length) {
            if (ppm[byRest[i]] < PPM) {
                ppm[byRest[i]]++;
                missing--;
            }
        }
        return ppm;
    }
}
