package nmos.harness.published;

import java.util.HashMap;
import java.util.Map;

/// Rows of a table, by a few of their fields.
final class Rows {
    private Rows() {}

    static Measurement row(String... namesAndValues) {
        Map<String, String> fields = new HashMap<>(Map.of("system", "s", "model", "Llama2-70B", "policy", "layer stream RAM->VRAM",
                "measured_tps", "1", "quant", "fp16", "gpu", "RTX 4090"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Measurement(2, fields);
    }
}
