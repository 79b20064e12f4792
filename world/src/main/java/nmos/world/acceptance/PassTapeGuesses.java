package nmos.world.acceptance;

import java.util.Arrays;
import nmos.world.acceptance.AcceptanceSpec.PassTape;

/// First choices that are right as often in a row as a recorded pass accepted; there are no others. Confidence at a depth
/// is the share of recorded passes that got past it among those that got there.
final class PassTapeGuesses implements Guesses {
    private static final long PPM = 1_000_000;

    private final int[] accepted;
    private final boolean cyclic;
    /// (deepest + 1): the last one holds beyond.
    private final int[] confidencePpm;

    PassTapeGuesses(PassTape spec) {
        accepted = spec.accepted().stream().mapToInt(Integer::intValue).toArray();
        cyclic = spec.cyclic();
        confidencePpm = confidencePpm(accepted);
    }

    /// By depth, the share of passes that got past it among those that got there.
    static int[] confidencePpm(int... accepted) {
        int deepest = Arrays.stream(accepted).max().orElse(0);
        long[] ended = new long[deepest + 2];
        for (int count : accepted) {
            ended[count]++;
        }
        int[] ppm = new int[deepest + 1];
        long passed = 0;
        for (int depth = deepest; depth >= 0; depth--) {
            long reached = passed + ended[depth];
            ppm[depth] = reached == 0 ? 0 : (int) (passed * PPM / reached);
            passed = reached;
        }
        return ppm;
    }

    @Override
    public boolean speaks(Cursor at) {
        if (!cyclic && at.passes() >= accepted.length) {
            throw new IllegalStateException("the tape of accepted counts ends after " + accepted.length
                    + " passes and session " + at.session() + " needs more: record more or make it cyclic");
        }
        return true;
    }

    @Override
    public int confidences(Cursor at, int ahead, long branch, int[] ppm) {
        ppm[0] = confidencePpm[Math.min(ahead, confidencePpm.length - 1)];
        return 1;
    }

    @Override
    public int truth(Cursor at, int ahead) {
        return ahead < accepted[at.passes() % accepted.length] ? 0 : NONE;
    }
}
