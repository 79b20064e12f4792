package nmos.live.draft;

import java.util.Arrays;
import nmos.live.sampling.Distribution;

/// Tokens drawn from a distribution one after the other, without putting any back: what a drafter proposed to follow one place.
///
/// All that were drawn are here, also those that no node was made of or that were not sent: whether a guess is kept may
/// depend on what it is, so a verdict that left the others out would favour the ones that are kept.
public record Proposal(int[] drawn, Distribution from) {
    public Proposal {
        for (int i = 0; i < drawn.length; i++) {
            int token = drawn[i];
            if (from.share(token) == 0 || Arrays.stream(drawn, 0, i).anyMatch(before -> before == token)) {
                throw new IllegalArgumentException("token " + token + " cannot have been drawn here");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Proposal that && Arrays.equals(drawn, that.drawn) && from.equals(that.from);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(drawn) + from.hashCode();
    }

    @Override
    public String toString() {
        return "Proposal[" + Arrays.toString(drawn) + ", " + from + "]";
    }
}
