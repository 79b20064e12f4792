package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A program of ours in a JVM of its own, and what it prints. Heap and collector are the same on every machine: objects have another
/// size where a heap is large.
public final class ChildJvm {
    static final List<String> ALIKE = List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx1g", "-XX:-CreateCoredumpOnCrash");

    private static final long LOOK_EVERY_MS = 50;

    private ChildJvm() {}

    /// The person at the keyboard had enough.
    public static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("interrupted");
        }
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// Runs it to its end.
    ///
    /// @throws Stopped where `goOn` says so before that
    /// @throws IOException where it fails, with the last line it complained with
    static String run(List<String> options, String classPath, String program, List<String> arguments, BooleanSupplier goOn)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(ALIKE);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Whatever is asked of other JVMs, ours have to be alike.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        return output(builder.start(), program, goOn);
    }

    private static String output(Process process, String program, BooleanSupplier goOn) throws IOException {
        try {
            process.getOutputStream().close();
            CompletableFuture<String> said = all(process.inputReader(UTF_8));
            CompletableFuture<String> complained = all(process.errorReader(UTF_8));
            while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                if (!goOn.getAsBoolean()) {
                    throw new Stopped();
                }
            }
            if (process.exitValue() != 0) {
                // Ctrl-C reaches both.
                if (!goOn.getAsBoolean()) {
                    throw new Stopped();
                }
                throw new IOException(program + " ended with " + process.exitValue() + ": " + cause(complained.get()));
            }
            return said.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        } catch (ExecutionException unread) {
            throw new IOException(program + " cannot be listened to: " + unread.getCause(), unread);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Of a stack trace the line that says what went wrong, else the last one.
    private static String cause(String complained) {
        List<String> lines = complained.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.startsWith("Exception in thread") || line.startsWith("Error"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }

    private static CompletableFuture<String> all(BufferedReader lines) {
        return CompletableFuture.supplyAsync(
                () -> {
                    StringBuilder text = new StringBuilder();
                    try (lines) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            text.append(line).append('\n');
                        }
                    } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                    }
                    return text.toString();
                },
                task -> Thread.ofVirtual().start(task));
    }
}
