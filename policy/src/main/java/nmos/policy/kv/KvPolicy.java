package nmos.policy.kv;

/// Decides what becomes of a session's KV: whose pages rest where layers are computed, and what is dropped for good.
public interface KvPolicy {
    /// Nothing is ever folded.
    int EVERYTHING = Integer.MAX_VALUE;

    /// Whether KV lives in pages at all.
    boolean pages();

    /// Whether pages rest below the place that computes their layers, where there is room set aside for them, and only pass through it.
    default boolean restsBelow() {
        return false;
    }

    /// Whether a session that holds `held` tokens may take `more` when a context may have `most`.
    boolean admits(int held, int more, int most);

    /// What a session's pages are worth where they are computed: when room lacks there, the session of the least worth gives
    /// up pages first. `lastPass` is the rank of the last pass with rows of it, `inPass` says that the one about to begin
    /// has some.
    long worth(long lastPass, boolean inPass);

    /// Tokens a session keeps; beyond that the pages with the least attention so far are folded. [#EVERYTHING] for none.
    int keptTokens();

    /// The latest tokens, which are kept whatever attention they got.
    int recentTokens();
}
