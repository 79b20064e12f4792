package nmos.live.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Devices of a test, each of which has to be closed by its end with nothing left that somebody took of it. Of one that is broken nothing can be
/// given back but by closing it.
public final class PlayedDevices implements AfterEachCallback {
    private final List<EmulatedDriver> made = new ArrayList<>();

    public EmulatedDriver make(long memoryBytes, Launches launches, long seed) {
        EmulatedDriver driver = new EmulatedDriver(memoryBytes, launches, seed);
        made.add(driver);
        return driver;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (EmulatedDriver driver : made) {
            assertThat(driver.broken() ? driver.left() : driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        }
        made.clear();
    }
}
