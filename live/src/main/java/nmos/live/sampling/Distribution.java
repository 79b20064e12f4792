package nmos.live.sampling;

import java.util.Arrays;

/// What a sampler draws the next token from: the tokens that its filters left, by rising id, and their shares of one.
public record Distribution(int[] tokens, double[] shares) {
    public Distribution {
        if (tokens.length == 0 || tokens.length != shares.length) {
            throw new IllegalArgumentException(tokens.length + " tokens with " + shares.length + " shares");
        }
        for (int i = 1; i < tokens.length; i++) {
            if (tokens[i] <= tokens[i - 1]) {
                throw new IllegalArgumentException("token " + tokens[i] + " after " + tokens[i - 1] + ": ids must rise");
            }
        }
    }

    /// 0 for a token that was filtered out or never was in the vocabulary.
    public double share(int token) {
        int at = Arrays.binarySearch(tokens, token);
        return at < 0 ? 0 : shares[at];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution that
                && Arrays.equals(tokens, that.tokens)
                && Arrays.equals(shares, that.shares);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + Arrays.hashCode(shares);
    }

    @Override
    public String toString() {
        return "Distribution[" + Arrays.toString(tokens) + ", " + Arrays.toString(shares) + "]";
    }
}
