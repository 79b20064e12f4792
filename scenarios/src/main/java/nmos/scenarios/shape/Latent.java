package nmos.scenarios.shape;

/// Multi-head latent attention, DeepSeek's: keys and values of all heads are made from `kvRank` numbers a token, which are what
/// is kept, with `ropeWidth` more that say where it stands. A head's keys are `plainWidth` and `ropeWidth` numbers wide, its
/// values `valueWidth`. `queryRank`: queries go through so many numbers too; 0 where they do not.
public record Latent(int queryRank, int kvRank, int plainWidth, int ropeWidth, int valueWidth) {
    public Latent {
        if (queryRank < 0 || kvRank < 1 || plainWidth < 1 || ropeWidth < 1 || valueWidth < 1) {
            throw new IllegalArgumentException("no latent attention is " + kvRank + " wide with heads of " + plainWidth + ", "
                    + ropeWidth + " and " + valueWidth);
        }
    }
}
