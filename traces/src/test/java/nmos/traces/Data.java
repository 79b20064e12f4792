package nmos.traces;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Recordings that do not ship: in `../shared/data` beside the project, or where NMOS_DATA says.
public final class Data {
    private Data() {}

    /// Skips the test where there is none.
    public static Path folder() {
        Path data = Optional.ofNullable(System.getenv("NMOS_DATA")).map(Path::of).orElse(Path.of("../../shared/data"));
        assumeTrue(Files.isDirectory(data), () -> data + " is not here: set NMOS_DATA to the folder of recordings");
        return data;
    }

    /// Skips the test where it is not there.
    public static Path file(String name) {
        Path file = folder().resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is not here: set NMOS_DATA to the folder that has " + name);
        return file;
    }

    /// The numbers of a JSON file by their path, such as `klicke.40.p50`.
    public static Map<String, Double> numbers(String name) throws IOException {
        Map<String, Double> numbers = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(file(name)))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isNumeric()) {
                    numbers.put(json.streamReadContext().pathAsPointer().toString().substring(1).replace('/', '.'),
                            json.getDoubleValue());
                }
            }
        }
        return numbers;
    }
}
