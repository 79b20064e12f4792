package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A library in the place of the CUDA driver's, made by the C compiler of this machine: what calls are given, ours and JCuda's, and what
/// becomes of what they answer. It has the driver's own name, by which JCuda's library finds whichever was loaded first: so from then
/// on it is this process's driver, and nobody makes another.
final class StandIn {
    private final Path library;
    private final SymbolLookup symbols;

    StandIn(Path folder) throws IOException, InterruptedException {
        library = make(folder, "libcuda.so.1", "-DSTANDIN");
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
    }

    /// The same without one of its calls, and under a name that is nobody's driver.
    static Path without(String call, Path folder) throws IOException, InterruptedException {
        return make(folder, "libolder.so.1", "-D" + call + "=absent");
    }

    private static Path make(Path folder, String name, String define) throws IOException, InterruptedException {
        Path source = folder.resolve("standin.c");
        Path made = folder.resolve(name);
        try (InputStream in = StandIn.class.getResourceAsStream("standin.c")) {
            Files.copy(Objects.requireNonNull(in), source);
        }
        compile("gcc", "-shared", "-fPIC", "-O1", define, "-Wl,-soname," + name, "-o", made.toString(), source.toString());
        return made;
    }

    private static void compile(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("gcc does not compile the stand-in");
            }
        } catch (IOException absent) {
            Assumptions.abort("skipped: there is no gcc to compile a stand-in for the CUDA driver with");
        }
    }

    Devices devices() throws NoDriver {
        return Devices.find(library.toString());
    }

    /// What a process that has this for its driver says of CUDA.
    String found(Path temporary) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Found.class.getName());
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(library.getParent()));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    /// From now on a call answers with an error; code 0: all calls answer as they do.
    void refuse(String call, int code) {
        try (Arena arena = Arena.ofConfined()) {
            Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow("standin_refuse"), FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT))
                    .invokeExact(arena.allocateFrom(call).address(), code);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void devices(int count) {
        try {
            Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow("standin_devices"), FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(count);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Contexts, allocations, registrations, streams, events and modules that were made and not given back.
    long live() {
        return ask("standin_live");
    }

    long allocatedBytes() {
        return ask("standin_allocated");
    }

    private long ask(String what) {
        try {
            return (long) Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow(what), FunctionDescriptor.of(JAVA_LONG))
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
