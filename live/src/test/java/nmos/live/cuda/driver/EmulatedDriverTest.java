package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmulatedDriverTest {
    /// Adds one to the number its only argument points to.
    private static final Launches ADD_ONE = new Launches() {
        @Override
        public Loaded load(String ptx) {
            return ONE;
        }
    };
    private static final Launches.Loaded ONE = new Launches.Loaded() {
        @Override
        public boolean has(String kernel) {
            return kernel.equals("add_one");
        }

        @Override
        public void launch(String kernel, Driver.Geometry geometry, MemorySegment arguments, Launches.DeviceMemory memory) {
            MemorySegment number = memory.at(arguments.get(JAVA_LONG, 0), Integer.BYTES);
            number.set(JAVA_INT, 0, number.get(JAVA_INT, 0) + 1);
        }
    };

    private final Arena arena = Arena.ofAuto();

    private static EmulatedDriver driver(long seed) {
        return new EmulatedDriver(2 << 20, ADD_ONE, seed);
    }

    private MemorySegment number(int value) {
        MemorySegment number = arena.allocate(JAVA_INT);
        number.set(JAVA_INT, 0, value);
        return number;
    }

    private int read(Driver driver, long at, Driver.Stream stream) {
        MemorySegment back = number(0);
        driver.copyToHost(back, at, stream);
        driver.synchronise(stream);
        return back.get(JAVA_INT, 0);
    }

    private void addOne(Driver driver, long at, Driver.Stream stream) {
        MemorySegment arguments = arena.allocate(JAVA_LONG);
        arguments.set(JAVA_LONG, 0, at);
        driver.launch(driver.kernel(driver.load(""), "add_one", 0), new Driver.Geometry(1, 1, 1, 32, 1, 1, 0), stream, arguments);
    }

    @Test
    void aStreamKeepsItsOrder() {
        for (int seed = 0; seed < 20; seed++) {
            try (EmulatedDriver driver = driver(seed)) {
                long at = driver.allocate(4);
                Driver.Stream stream = driver.stream();
                driver.copyToDevice(at, number(40), stream);
                addOne(driver, at, stream);
                addOne(driver, at, stream);
                assertThat(read(driver, at, stream)).isEqualTo(42);
            }
        }
    }

    @Test
    void twoStreamsHaveNoOrderButThatOfEvents() {
        Set<Integer> withEvent = new HashSet<>();
        Set<Integer> without = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            for (boolean event : new boolean[] {true, false}) {
                try (EmulatedDriver driver = driver(seed)) {
                    long at = driver.allocate(4);
                    Driver.Stream copies = driver.stream();
                    Driver.Stream computes = driver.stream();
                    driver.fill(at, (byte) 0, 4, computes);
                    driver.synchronise(computes);
                    driver.copyToDevice(at, number(41), copies);
                    if (event) {
                        Driver.Event landed = driver.event(false);
                        driver.record(landed, copies);
                        driver.await(computes, landed);
                    }
                    addOne(driver, at, computes);
                    driver.synchronise(copies);
                    (event ? withEvent : without).add(read(driver, at, computes));
                }
            }
        }
        assertThat(withEvent).containsExactly(42);
        assertThat(without).containsExactlyInAnyOrder(41, 42);
    }

    @Test
    void registeredMemoryIsReadWhenTheCopyIsDone() {
        Set<Integer> pinned = new HashSet<>();
        Set<Integer> pageable = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            for (boolean pin : new boolean[] {true, false}) {
                try (EmulatedDriver driver = driver(seed)) {
                    MemorySegment from = number(1);
                    if (pin) {
                        driver.register(from);
                    }
                    long at = driver.allocate(4);
                    Driver.Stream stream = driver.stream();
                    driver.copyToDevice(at, from, stream);
                    from.set(JAVA_INT, 0, 2);
                    (pin ? pinned : pageable).add(read(driver, at, stream));
                }
            }
        }
        assertThat(pageable).containsExactly(1);
        assertThat(pinned).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void afterAnAccessOutsideNothingWorks() {
        try (EmulatedDriver driver = driver(1)) {
            long at = driver.allocate(6);
            Driver.Stream stream = driver.stream();
            assertThatThrownBy(() -> {
                        addOne(driver, at + 4, stream);
                        driver.synchronise(stream);
                    })
                    .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
                    .hasMessageContaining("4 bytes at");
            assertThatThrownBy(() -> driver.allocate(4)).hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
        }
    }

    @Test
    void aGridThatNoDeviceTakesIsRefused() {
        assertThatThrownBy(() -> new Driver.Geometry(1, 65_536, 1, 32, 1, 1, 0)).hasMessageContaining("1 x 65536 x 1 blocks");
        assertThatThrownBy(() -> new Driver.Geometry(1, 1, 65_536, 32, 1, 1, 0)).hasMessageContaining("1 x 1 x 65536 blocks");
        assertThatThrownBy(() -> new Driver.Geometry(1, 1, 1, 32, 33, 1, 0)).hasMessageContaining("32 x 33 x 1 threads");
        assertThat(new Driver.Geometry(Integer.MAX_VALUE, 65_535, 65_535, 32, 32, 1, 0).gridX()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void memoryEnds() {
        try (EmulatedDriver driver = driver(1)) {
            long at = driver.allocate(2 << 20);
            assertThatThrownBy(() -> driver.allocate(1)).hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
            driver.free(at);
            assertThat(driver.memory().freeBytes()).isEqualTo(2 << 20);
            assertThat(driver.left()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        }
    }
}
