package nmos.notebooks.execute;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.notebooks.Runs;
import nmos.notebooks.kernel.JavaKernel;
import tools.jackson.databind.json.JsonMapper;

/// A Jupyter that knows the Java kernel on the class path of this program, for as long as this is open: nothing is installed.
public final class Jupyter implements AutoCloseable {
    public static final String NBCONVERT = "jupyter-nbconvert";
    public static final String HOW_TO_GET_IT = "apt-get install jupyter-nbconvert, or pip install nbconvert";

    private static final String PATH = "JUPYTER_PATH";
    /// Where Jupyter looks for settings and leaves files.
    private static final List<String> FOLDERS = List.of("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR");

    private final Path folder;
    /// For when this program is ended before this is closed.
    private final Thread end = new Thread(this::delete);

    /// @param runs the folder that cells find and leave runs in
    /// @param options of the JVM that cells run in, beside what they need
    public Jupyter(Path runs, String... options) throws IOException {
        folder = Files.createTempDirectory("nmos-jupyter");
        Runtime.getRuntime().addShutdownHook(end);
        Path kernel = Files.createDirectories(folder.resolve("path/kernels").resolve(JavaKernel.NAME));
        Files.writeString(kernel.resolve("kernel.json"), JsonMapper.shared().writeValueAsString(Map.of(
                "argv", argv(options),
                "display_name", "Java (NMOS)",
                "language", "java",
                "interrupt_mode", "message",
                "env", Map.of(Runs.FOLDER, runs.toAbsolutePath().toString()))));
    }

    private static List<String> argv(String... options) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-cp", JavaKernel.classPath(), JavaKernel.class.getName(), "{connection_file}"));
        return argv;
    }

    /// Where on the PATH a program of Jupyter's is.
    public static Optional<Path> program(String name) {
        String path = System.getenv("PATH");
        return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// A process of the user's that finds the kernel beside what else there is.
    ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(new ArrayList<>(command));
        process.environment().merge(PATH, own(), (others, own) -> own + File.pathSeparator + others);
        return process;
    }

    /// Nbconvert with this kernel alone: with nothing of the user's settings, and nothing left in the user's folders.
    ///
    /// @throws IOException where there is none
    ProcessBuilder nbconvert(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program(NBCONVERT)
                .orElseThrow(() -> new IOException("no " + NBCONVERT + " on the PATH: " + HOW_TO_GET_IT))
                .toString());
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put(PATH, own());
        process.environment().put("JUPYTER_NO_CONFIG", "1");
        FOLDERS.forEach(name -> process.environment().put(name, folder.resolve(name).toString()));
        return process;
    }

    private String own() {
        return folder.resolve("path").toString();
    }

    /// A new file for what is said while something is executed.
    Path log() throws IOException {
        return Files.createTempFile(folder, "log", ".txt");
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException shuttingDown) {
            // then the hook deletes what is left
        }
        delete();
    }

    /// As far as it can be deleted: it lies among temporary files.
    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // somebody else was quicker
        }
    }
}
