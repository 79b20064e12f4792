package nmos.traces.synth;

import java.util.Arrays;

/// A distribution as its values at fixed ranks, straight between them. Denser towards the ends, where typing has its tails.
record Quantiles(long[] values) {
    private static final int[] RANKS_PPM = {
        0, 5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 200_000, 250_000, 300_000, 400_000, 500_000, 600_000, 700_000,
        750_000, 800_000, 850_000, 900_000, 950_000, 980_000, 990_000, 995_000, 999_000, 1_000_000,
    };

    Quantiles {
        if (values.length != RANKS_PPM.length) {
            throw new IllegalArgumentException(values.length + " quantiles, and " + RANKS_PPM.length + " are wanted");
        }
    }

    /// Sorts `sample`.
    static Quantiles of(long[] sample) {
        Arrays.sort(sample);
        long[] values = new long[RANKS_PPM.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sample[(int) ((sample.length - 1L) * RANKS_PPM[i] / Chance.MILLION)];
        }
        return new Quantiles(values);
    }

    /// The value at a rank, times `scale`.
    long at(int rankPpm, long scale) {
        int i = 1;
        while (RANKS_PPM[i] <= rankPpm && i < RANKS_PPM.length - 1) {
            i++;
        }
        long low = values[i - 1] * scale;
        long high = values[i] * scale;
        int width = RANKS_PPM[i] - RANKS_PPM[i - 1];
        return low + (high - low) / width * (rankPpm - RANKS_PPM[i - 1])
                + (high - low) % width * (rankPpm - RANKS_PPM[i - 1]) / width;
    }

    long draw(Chance chance, long scale) {
        return at(chance.ppm(), scale);
    }

    /// The nearest whole number.
    int count(Chance chance) {
        return (int) ((draw(chance, 1000) + 500) / 1000);
    }
}
