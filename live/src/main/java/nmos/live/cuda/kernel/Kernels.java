package nmos.live.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import nmos.live.cuda.driver.Driver;

/// The kernels, loaded to a device.
public final class Kernels implements AutoCloseable {
    private final Driver driver;
    private final Driver.Module module;

    public Kernels(Driver driver) {
        this.driver = driver;
        module = driver.load(text());
    }

    /// The PTX that a device's driver compiles.
    public static String text() {
        try (InputStream in = Kernels.class.getResourceAsStream("kernels.ptx")) {
            if (in == null) {
                throw new IllegalStateException("this build of nmos has no kernels.ptx");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Launch launch(String name) {
        return launch(name, 0);
    }

    /// `sharedBytes`: the most that its launches ask for.
    Launch launch(String name, int sharedBytes) {
        return new Launch(driver, driver.kernel(module, name, sharedBytes));
    }

    /// What still runs must not be of it.
    @Override
    public void close() {
        driver.unload(module);
    }
}
