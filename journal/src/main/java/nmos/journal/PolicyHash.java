package nmos.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import nmos.policy.Policy;

/// Names the policy by what it is made of: SHA-256 over its classes, sorted by name. Two runs with one hash ran the same
/// decisions, whatever world surrounded them.
public final class PolicyHash {
    private PolicyHash() {}

    /// The policy this program runs, from the jar or folder it was loaded from.
    public static String ofThisProgram() throws IOException {
        CodeSource source = Policy.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("the policy's classes were loaded from nowhere that can be read");
        }
        try {
            return of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("the policy's classes cannot be read from " + source.getLocation(), e);
        }
    }

    /// The classes in a jar or a folder. The module descriptor decides nothing, and packing may rewrite it: left out.
    public static String of(Path jarOrFolder) throws IOException {
        if (Files.isDirectory(jarOrFolder)) {
            return hash(jarOrFolder);
        }
        try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder)) {
            return hash(jar.getPath("/"));
        }
    }

    private static String hash(Path root) throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
                    classes.put(name, sha256().digest(Files.readAllBytes(file)));
                }
            }
        }
        if (classes.isEmpty()) {
            throw new IOException("no classes in " + root);
        }
        MessageDigest all = sha256();
        for (Map.Entry<String, byte[]> one : classes.entrySet()) {
            all.update(one.getKey().getBytes(UTF_8));
            all.update((byte) 0);
            all.update(one.getValue());
        }
        return HexFormat.of().formatHex(all.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
