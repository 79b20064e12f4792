package nmos.live.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;

/// The architectures that are computed, by llama.cpp's names, and how they differ in kind. What a file may or may not contain
/// (biases, head norms, a head of its own, a mixture of experts) is told by its tensors.
public enum Architecture {
    LLAMA("llama", Turn.NEIGHBOURS, true),
    QWEN2("qwen2", Turn.HALVES, false),
    QWEN3("qwen3", Turn.HALVES, false),
    QWEN2MOE("qwen2moe", Turn.HALVES, false),
    QWEN3MOE("qwen3moe", Turn.HALVES, true);

    /// Which numbers of a head are turned together: `2i` with `2i + 1`, or `i` with `i + half`.
    public enum Turn {
        NEIGHBOURS,
        HALVES
    }

    private final String name;
    public final Turn turn;
    /// The shares of the chosen experts are made to sum to one.
    public final boolean expertSharesSumToOne;

    Architecture(String name, Turn turn, boolean expertSharesSumToOne) {
        this.name = name;
        this.turn = turn;
        this.expertSharesSumToOne = expertSharesSumToOne;
    }

    static Architecture of(Gguf gguf) {
        String name = gguf.metadata().string("general.architecture");
        for (Architecture architecture : values()) {
            if (architecture.name.equals(name)) {
                return architecture;
            }
        }
        String known = Arrays.stream(values()).map(a -> a.name).collect(Collectors.joining(", "));
        throw GgufException.of(
                gguf.path().toString(), "general.architecture", "is '" + name + "'; known are " + known);
    }

    @Override
    public String toString() {
        return name;
    }
}
