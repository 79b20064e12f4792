package nmos.live.synth;

/// The feed-forward part of a mixture: `count` experts of which a row uses `used`, and in qwen2moe one more that every row
/// uses, `sharedFfnWidth` wide (elsewhere 0).
public record Experts(int count, int used, int ffnWidth, int sharedFfnWidth) {
    public static final Experts NONE = new Experts(0, 0, 0, 0);

    public boolean any() {
        return count > 0;
    }
}
