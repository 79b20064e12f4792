package nmos.scenarios.shape;

/// A unit of weights that moves. `layer` is the layer's number, or in the head the part's; `expert` that of an expert in its
/// layer, else [#NO_EXPERT].
public record ShardShape(Kind kind, int layer, int expert, long bytes, Work work, long kvBytesPerToken) {
    public static final int NO_EXPERT = -1;

    public enum Kind {
        /// A layer; in a mixture all of it but its experts, which follow it.
        LAYER,
        /// One expert of the layer before it, needed only by rows that are sent to it.
        EXPERT,
        /// A part of the output head, cut by output rows.
        HEAD
    }

    static ShardShape layer(int layer, long bytes, Work work, long kvBytesPerToken) {
        return new ShardShape(Kind.LAYER, layer, NO_EXPERT, bytes, work, kvBytesPerToken);
    }

    static ShardShape expert(int layer, int expert, long bytes, Work work) {
        return new ShardShape(Kind.EXPERT, layer, expert, bytes, work, 0);
    }

    static ShardShape head(int part, long bytes, Work work) {
        return new ShardShape(Kind.HEAD, part, NO_EXPERT, bytes, work, 0);
    }

    public boolean head() {
        return kind == Kind.HEAD;
    }
}
