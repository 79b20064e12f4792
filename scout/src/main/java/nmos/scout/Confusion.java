package nmos.scout;

import java.util.List;
import nmos.policy.Ranking;

/// What a scout takes prompts for when `percent` of their characters have been typed: a cell for each true class and each class
/// ranked first, row by row.
public record Confusion(int percent, List<Cell> cells) {
    static final int MILLION = 1_000_000;
    private static final Intent[] INTENTS = Intent.values();

    /// `prompts` of class `truth` had `top` ranked first, with these probabilities for the classes, in the order of [Intent],
    /// on average: whole ppm, what rounding leaves over added to `top`. All zero where there are no prompts.
    public record Cell(Intent truth, Intent top, int prompts, List<Integer> meanPpm) {
        public Cell {
            meanPpm = List.copyOf(meanPpm);
            if (prompts < 0) {
                throw new IllegalArgumentException("prompts: " + prompts + " is negative");
            }
            if (meanPpm.size() != INTENTS.length) {
                throw new IllegalArgumentException("confidences: " + meanPpm.size() + " of " + INTENTS.length + " classes");
            }
            int sum = 0;
            for (Intent intent : INTENTS) {
                int ppm = meanPpm.get(intent.ordinal());
                if (ppm < 0 || ppm > meanPpm.get(top.ordinal())) {
                    throw new IllegalArgumentException(intent + ": " + ppm + " is not from 0 to the " + top + " ranked above it");
                }
                sum += ppm;
            }
            if (sum != (prompts == 0 ? 0 : MILLION)) {
                throw new IllegalArgumentException("confidences: add up to " + sum + " ppm, not to "
                        + (prompts == 0 ? "0, as no prompts must" : MILLION));
            }
        }

        /// Likeliest first, `top` before its equals.
        Ranking ranking() {
            int[] intents = new int[INTENTS.length];
            int[] ppm = new int[INTENTS.length];
            int ranked = 0;
            for (Intent intent : INTENTS) {
                int place = ranked++;
                int own = meanPpm.get(intent.ordinal());
                while (place > 0 && (ppm[place - 1] < own || (intent == top && ppm[place - 1] == own))) {
                    intents[place] = intents[place - 1];
                    ppm[place] = ppm[place - 1];
                    place--;
                }
                intents[place] = intent.ordinal();
                ppm[place] = own;
            }
            return new Ranking(intents, ppm);
        }
    }

    public Confusion {
        cells = List.copyOf(cells);
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " is not from 0 to 100");
        }
        if (cells.size() != INTENTS.length * INTENTS.length) {
            throw new IllegalArgumentException("percent " + percent + ": " + cells.size() + " cells, not "
                    + INTENTS.length * INTENTS.length);
        }
        for (int at = 0; at < cells.size(); at++) {
            Intent truth = INTENTS[at / INTENTS.length];
            Intent top = INTENTS[at % INTENTS.length];
            if (cells.get(at).truth() != truth || cells.get(at).top() != top) {
                throw new IllegalArgumentException("percent " + percent + ": cell " + (at + 1) + " is not " + truth + "," + top);
            }
        }
    }

    public Cell cell(Intent truth, Intent top) {
        return cells.get(truth.ordinal() * INTENTS.length + top.ordinal());
    }

    /// Prompts of this class.
    public int prompts(Intent truth) {
        int prompts = 0;
        for (Intent top : INTENTS) {
            prompts += cell(truth, top).prompts();
        }
        return prompts;
    }

    /// The share of `truth` that is taken for `top`; 0 of a class without prompts.
    public int ppm(Intent truth, Intent top) {
        return ppm(cell(truth, top).prompts(), prompts(truth));
    }

    static int ppm(long part, long whole) {
        return whole == 0 ? 0 : (int) (part * MILLION / whole);
    }

    /// Plays the scout on a prompt of class `truth`: see [ConfusionTable#sample].
    Ranking sample(Intent truth, long randomBits) {
        int prompts = prompts(truth);
        if (prompts == 0) {
            throw new IllegalStateException("nothing was measured on prompts of class " + truth);
        }
        long drawn = Math.unsignedMultiplyHigh(randomBits, prompts);
        Cell right = cell(truth, truth);
        if (drawn < right.prompts()) {
            return right.ranking();
        }
        drawn -= right.prompts();
        for (Intent top : INTENTS) {
            if (top != truth) {
                if (drawn < cell(truth, top).prompts()) {
                    return cell(truth, top).ranking();
                }
                drawn -= cell(truth, top).prompts();
            }
        }
        throw new AssertionError("the cells of a row hold all its prompts");
    }
}
