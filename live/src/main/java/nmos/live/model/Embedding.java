package nmos.live.model;

/// Where a token's first numbers come from: `width` of them to `out[to..]`.
@FunctionalInterface
public interface Embedding {
    void row(int token, float[] out, int to);
}
