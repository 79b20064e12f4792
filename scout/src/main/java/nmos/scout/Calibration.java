package nmos.scout;

import java.util.ArrayList;
import java.util.List;

/// Whether a scout is right as often as it says: prompts by the confidence of the class ranked first, in tenths.
public record Calibration(List<Bin> bins) {
    private static final int TENTHS = 10;
    private static final int TENTH_PPM = Confusion.MILLION / TENTHS;

    /// Prompts whose first class had a confidence from `fromPpm` on, their mean confidence, and the share ranked right.
    public record Bin(int fromPpm, int prompts, int meanPpm, int rightPpm) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    /// The mean distance of confidence and share right, over all prompts.
    public int errorPpm() {
        long off = 0;
        long prompts = 0;
        for (Bin bin : bins) {
            off += (long) bin.prompts * Math.abs(bin.meanPpm - bin.rightPpm);
            prompts += bin.prompts;
        }
        return prompts == 0 ? 0 : (int) (off / prompts);
    }

    /// Counts what is put in.
    static final class Counter {
        private final int[] prompts = new int[TENTHS];
        private final int[] right = new int[TENTHS];
        private final long[] sumPpm = new long[TENTHS];

        void add(int confidencePpm, boolean isRight) {
            int tenth = Math.min(confidencePpm / TENTH_PPM, TENTHS - 1);
            prompts[tenth]++;
            right[tenth] += isRight ? 1 : 0;
            sumPpm[tenth] += confidencePpm;
        }

        /// The tenths that hold anything.
        Calibration calibration() {
            List<Bin> bins = new ArrayList<>();
            for (int tenth = 0; tenth < TENTHS; tenth++) {
                if (prompts[tenth] > 0) {
                    bins.add(new Bin(tenth * TENTH_PPM, prompts[tenth], (int) (sumPpm[tenth] / prompts[tenth]),
                            Confusion.ppm(right[tenth], prompts[tenth])));
                }
            }
            return new Calibration(bins);
        }
    }
}
