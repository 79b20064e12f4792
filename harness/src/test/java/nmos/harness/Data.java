package nmos.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Models nobody here made, where they are.
final class Data {
    private Data() {}

    static Path model(String name) {
        String folder = System.getenv().getOrDefault("NMOS_DATA", "../../shared/data");
        Path model = Path.of(folder, "models", name);
        Assumptions.assumeTrue(
                Files.exists(model), () -> model + " is missing: set NMOS_DATA to the folder that holds models/" + name);
        return model;
    }
}
