package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Storage;

/// A text whose pages are on a device, a few positions each, every layer's storage somewhere else. One page in the middle may be dropped.
public final class DeviceBranch implements Past, AutoCloseable {
    private final Driver driver;
    private final Driver.Stream stream;
    private final KvLayout layout;
    private final int positions;
    private final List<KvPage> pages = new ArrayList<>();
    private final List<Long> memory = new ArrayList<>();
    private int length;

    public DeviceBranch(Driver driver, Driver.Stream stream, KvLayout layout, int positions) {
        this.driver = driver;
        this.stream = stream;
        this.layout = layout;
        this.positions = positions;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int place(int layer) {
        return 0;
    }

    @Override
    public int places() {
        return 1;
    }

    @Override
    public List<KvPage> pages(int place) {
        return List.copyOf(pages);
    }

    public void drop(int page) {
        pages.remove(page);
    }

    @Override
    public void append(KvPage scratch, int first, int count) {
        for (int row = first; row < first + count; row++) {
            if (length % positions == 0) {
                open();
            }
            KvPage page = pages.getLast();
            for (int layer = 0; layer < layout.layers(); layer++) {
                page.copy(layer, scratch, row, length - page.from(), 1);
            }
            length++;
        }
        driver.synchronise(stream);
    }

    private void open() {
        var page = new KvPage(layout, pages.size(), length, positions, new OnDevice());
        for (int layer = 0; layer < layout.layers(); layer++) {
            long bytes = layout.layerBytes(positions);
            long at = driver.allocate(bytes);
            memory.add(at);
            page.layer(layer, MemorySegment.ofAddress(at).reinterpret(bytes));
        }
        pages.add(page);
    }

    private final class OnDevice implements Storage {
        @Override
        public Held allocate(long bytes, long alignment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
            driver.copyOnDevice(to.address() + toAt, from.address() + fromAt, bytes, stream);
        }
    }

    @Override
    public void close() {
        memory.forEach(driver::free);
    }
}
