package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import nmos.journal.PolicyHash;
import nmos.journal.RunReport;
import nmos.policy.Policy;
import nmos.scenarios.Scenario;
import nmos.sim.Simulation;
import nmos.world.run.World;

/// What figures depend on beside the scenario: the classes that read it, decide and simulate.
final class Program {
    private static final List<Class<?>> PARTS =
            List.of(Policy.class, RunReport.class, Scenario.class, World.class, Simulation.class, Program.class);

    private Program() {}

    static String sha256() throws IOException {
        // Packed in one place or in several, each place is looked at once.
        TreeSet<Path> places = new TreeSet<>();
        for (Class<?> part : PARTS) {
            CodeSource source = part.getProtectionDomain().getCodeSource();
            if (source == null) {
                throw new IOException("the classes of " + part.getName() + " were loaded from nowhere that can be read");
            }
            try {
                places.add(Path.of(source.getLocation().toURI()));
            } catch (URISyntaxException e) {
                throw new IOException("the classes of this program cannot be read from " + source.getLocation(), e);
            }
        }
        StringBuilder hashes = new StringBuilder();
        for (Path place : places) {
            hashes.append(PolicyHash.of(place));
        }
        return sha256(hashes.toString());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
