package nmos.harness.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be laid side by side.
public enum Engine {
    /// The live world, with the speculation of the scenario.
    NMOS("nmos"),
    /// llama.cpp with the model alone.
    LLAMA_CPP("llama.cpp"),
    /// llama.cpp with the draft model guessing ahead.
    LLAMA_CPP_DRAFT("llama.cpp+draft");

    public final String label;

    Engine(String label) {
        this.label = label;
    }

    public static Optional<Engine> find(String label) {
        return Arrays.stream(values()).filter(engine -> engine.label.equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(engine -> engine.label).toList();
    }
}
