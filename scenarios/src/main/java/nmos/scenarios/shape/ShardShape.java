package nmos.scenarios.shape;

/// A unit of weights that moves: a layer, or a part of the output head (`layer` is then the part's number).
public record ShardShape(boolean head, int layer, long bytes, Work work, long kvBytesPerToken) {}
