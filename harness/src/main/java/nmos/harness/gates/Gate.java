package nmos.harness.gates;

import java.util.Arrays;
import java.util.Optional;

/// What a change has to pass. `letter` is what people call it by.
public enum Gate {
    EXACT("A", "exact", "shipped scenarios come to what they came to"),
    FIDELITY("B", "fidelity", "predictions are as near to what was measured as they were"),
    SPEED("C", "speed", "simulating takes no longer than it took");

    public final String letter;
    public final String label;
    public final String holds;

    Gate(String letter, String label, String holds) {
        this.letter = letter;
        this.label = label;
        this.holds = holds;
    }

    /// By letter or label, in either case.
    public static Optional<Gate> of(String word) {
        return Arrays.stream(values())
                .filter(gate -> gate.letter.equalsIgnoreCase(word) || gate.label.equalsIgnoreCase(word))
                .findFirst();
    }
}
