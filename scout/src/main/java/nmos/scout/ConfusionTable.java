package nmos.scout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import nmos.policy.Ranking;

/// How a scout errs, measured at growing shares of the prompt. The first share is 0 percent, so that there is an answer for
/// every prompt however little of it stands there. `source` says which scout, on what.
public record ConfusionTable(String source, List<Confusion> shares) {
    private static final String MEASURED = "keyword-confusion.csv";

    public ConfusionTable {
        shares = List.copyOf(shares);
        if (source.isBlank() || source.lines().count() != 1) {
            throw new IllegalArgumentException("source: needs one line that says what was measured on what");
        }
        if (shares.isEmpty() || shares.getFirst().percent() != 0) {
            throw new IllegalArgumentException("percent: the first share must be 0");
        }
        for (int at = 1; at < shares.size(); at++) {
            if (shares.get(at).percent() <= shares.get(at - 1).percent()) {
                throw new IllegalArgumentException("percent: " + shares.get(at).percent() + " does not come after "
                        + shares.get(at - 1).percent());
            }
        }
    }

    /// The last share measured that is not more than `percent`.
    public Confusion at(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " is not from 0 to 100");
        }
        Confusion last = shares.getFirst();
        for (Confusion share : shares) {
            if (share.percent() <= percent) {
                last = share;
            }
        }
        return last;
    }

    /// Plays the scout on a prompt of class `truth` of which `percent` have been typed. `randomBits` are 64 evenly spread bits;
    /// the same ones for all rankings of a turn make a prompt that is hard stay hard: one ranked right stays right as long as
    /// the share of right ones grows. Confidences are the means over the prompts ranked so: their spread is not played.
    public Ranking sample(Intent truth, int percent, long randomBits) {
        return at(percent).sample(truth, randomBits);
    }

    /// The [KeywordScout], as measured on the half of the labelled prompts that its keywords were not written for.
    public static ConfusionTable ofKeywordScout() {
        try (InputStream in = ConfusionTable.class.getResourceAsStream(MEASURED)) {
            if (in == null) {
                throw new IllegalStateException(MEASURED + " is missing from the program");
            }
            return ConfusionFile.parse(MEASURED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
