package nmos.scenarios;

/// What people are shown of a reply.
public enum ReplyMode {
    /// What the oracle has verified.
    ORACLE("oracle"),
    /// What the draft model would say, at once, and in its place what the oracle has verified as that comes.
    DRAFT_THEN_ORACLE("draft-then-oracle");

    public final String label;

    ReplyMode(String label) {
        this.label = label;
    }
}
