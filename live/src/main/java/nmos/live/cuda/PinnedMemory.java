package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Storage;

/// This process's memory, pinned, so that the device copies from and to it by itself: drives read into it past the page cache, and nothing is
/// copied twice.
public record PinnedMemory(Driver driver) implements Storage {
    @Override
    public Held allocate(long bytes, long alignment) {
        Held host = HOST.allocate(bytes, alignment);
        boolean pinned = false;
        try {
            driver.register(host.data());
            pinned = true;
        } finally {
            if (!pinned) {
                host.leave().run();
            }
        }
        return new Held(host.data(), () -> {
            Driver.giveBack(() -> driver.unregister(host.data()));
            host.leave().run();
        });
    }

    @Override
    public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
        HOST.copy(from, fromAt, to, toAt, bytes);
    }
}
