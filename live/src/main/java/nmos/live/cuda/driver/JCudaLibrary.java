package nmos.live.cuda.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// JCuda's own library, loaded once. It is unpacked from its jar to the folder that the system property names, under a name that never
/// changes, and what lies there already is taken for it: so it gets a folder of ours, for as long as that takes.
final class JCudaLibrary {
    private static final String TEMPORARY = "java.io.tmpdir";

    private static boolean loaded;
    private static @Nullable String missing;

    private JCudaLibrary() {}

    /// The driver's library has to be loaded before: this one takes the one of that name that is there.
    ///
    /// @throws NoDriver where it does not load, in a line, and so each time from then on: a class that failed once stays so
    static synchronized void load() throws NoDriver {
        if (loaded) {
            return;
        }
        if (missing == null) {
            missing = tried();
        }
        if (missing != null) {
            throw new NoDriver(missing);
        }
        loaded = true;
    }

    private static @Nullable String tried() {
        String usual = System.getProperty(TEMPORARY, "");
        Path own;
        try {
            own = Files.createTempDirectory("nmos-jcuda");
        } catch (IOException e) {
            return "no CUDA: nothing can be unpacked to the temporary folder " + usual + "; free some room there, or name another with"
                    + " -Djava.io.tmpdir=DIR";
        }
        System.setProperty(TEMPORARY, own.toString());
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return null;
        } catch (LinkageError e) {
            return "no CUDA: JCuda's library does not load on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + "; it comes for Linux and Windows on x86-64, and has to be allowed to run from the temporary folder " + usual;
        } finally {
            System.setProperty(TEMPORARY, usual);
            remove(own);
        }
    }

    /// Of a library that is loaded, Windows keeps the file until this process ends.
    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException inUse) {
            folder.toFile().deleteOnExit();
        }
    }
}
