package nmos.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.Spelling;

/// The scenarios and machines that ship inside the jar.
public final class Shipped {
    private static final String ROOT = "/nmos/scenarios/shipped/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final String SUFFIX = ".yaml";

    private Shipped() {}

    /// The numbered scenarios, in order.
    public static List<String> scenarioNames() {
        return index("scenarios.txt");
    }

    public static List<String> machineNames() {
        return index("machines.txt");
    }

    static Optional<Document> scenario(String name) {
        return find("", name);
    }

    static Optional<Document> machine(String name) {
        return find("machines/", name);
    }

    static String unknown(String what, String name, List<String> shipped) {
        return Spelling.unknown(what, name, shipped) + " (no file of that name either)";
    }

    private static Optional<Document> find(String folder, String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return bytes(folder + name + SUFFIX).map(bytes -> Document.of(folder + name + SUFFIX, bytes));
    }

    private static List<String> index(String file) {
        byte[] bytes = bytes(file).orElseThrow(() -> new IllegalStateException("the jar lacks " + file));
        return new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    }

    private static Optional<byte[]> bytes(String path) {
        try (InputStream in = Shipped.class.getResourceAsStream(ROOT + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
