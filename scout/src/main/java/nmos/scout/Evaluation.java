package nmos.scout;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Ranking;

/// A scout on labelled prompts, at growing shares of each.
public record Evaluation(int prompts, List<Score> scores) {
    /// In percent of a prompt's characters. Nothing typed shows what the scout knows without looking.
    public static final List<Integer> SHARES = List.of(0, 25, 50, 100);

    private static final Intent[] INTENTS = Intent.values();

    /// `withinPpm`: how often the right class is among the first one, two, three... ranked.
    public record Score(Confusion confusion, List<Integer> withinPpm, Calibration calibration) {
        public Score {
            withinPpm = List.copyOf(withinPpm);
        }

        public int accuracyPpm() {
            return withinPpm.getFirst();
        }

        /// The mean over the classes there are prompts of: what a scout gets that cannot live off the commonest class.
        public int balancedAccuracyPpm() {
            long sum = 0;
            int classes = 0;
            for (Intent intent : INTENTS) {
                if (confusion.prompts(intent) > 0) {
                    sum += confusion.ppm(intent, intent);
                    classes++;
                }
            }
            return classes == 0 ? 0 : (int) (sum / classes);
        }
    }

    public Evaluation {
        scores = List.copyOf(scores);
    }

    public static Evaluation of(Scout scout, List<LabelledPrompt> prompts) {
        List<Score> scores = new ArrayList<>();
        for (int percent : SHARES) {
            scores.add(score(scout, prompts, percent));
        }
        return new Evaluation(prompts.size(), scores);
    }

    /// To keep, and to play the scout from.
    public ConfusionTable table(String source) {
        return new ConfusionTable(source, scores.stream().map(Score::confusion).toList());
    }

    private static Score score(Scout scout, List<LabelledPrompt> prompts, int percent) {
        int[][] counts = new int[INTENTS.length][INTENTS.length];
        long[][][] sumsPpm = new long[INTENTS.length][INTENTS.length][INTENTS.length];
        int[] atRank = new int[INTENTS.length];
        var calibration = new Calibration.Counter();
        for (LabelledPrompt prompt : prompts) {
            Ranking ranking = scout.rank(prompt.typed(percent));
            int truth = prompt.label().ordinal();
            int top = ranking.intents()[0];
            counts[truth][top]++;
            for (int rank = 0; rank < INTENTS.length; rank++) {
                sumsPpm[truth][top][ranking.intents()[rank]] += ranking.ppm()[rank];
                if (ranking.intents()[rank] == truth) {
                    atRank[rank]++;
                }
            }
            calibration.add(ranking.ppm()[0], top == truth);
        }
        List<Confusion.Cell> cells = new ArrayList<>();
        for (Intent truth : INTENTS) {
            for (Intent top : INTENTS) {
                cells.add(cell(truth, top, counts[truth.ordinal()][top.ordinal()], sumsPpm[truth.ordinal()][top.ordinal()]));
            }
        }
        return new Score(new Confusion(percent, cells), within(atRank, prompts.size()), calibration.calibration());
    }

    private static Confusion.Cell cell(Intent truth, Intent top, int prompts, long[] sumsPpm) {
        Integer[] mean = new Integer[INTENTS.length];
        int left = prompts == 0 ? 0 : Confusion.MILLION;
        for (Intent intent : INTENTS) {
            int ppm = prompts == 0 ? 0 : (int) (sumsPpm[intent.ordinal()] / prompts);
            mean[intent.ordinal()] = ppm;
            left -= ppm;
        }
        mean[top.ordinal()] += left;
        return new Confusion.Cell(truth, top, prompts, List.of(mean));
    }

    private static List<Integer> within(int[] atRank, int prompts) {
        List<Integer> within = new ArrayList<>();
        int right = 0;
        for (int count : atRank) {
            right += count;
            within.add(Confusion.ppm(right, prompts));
        }
        return within;
    }
}
