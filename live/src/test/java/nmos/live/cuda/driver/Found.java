package nmos.live.cuda.driver;

/// Says what CUDA there is, in a process of its own, which finds the driver as every run does.
public final class Found {
    private Found() {}

    public static void main(String... args) {
        try {
            Devices devices = Devices.find();
            try (Driver driver = devices.open(0)) {
                Driver.Stream stream = driver.stream();
                long at = driver.allocate(4096);
                driver.fill(at, (byte) 1, 4096, stream);
                driver.synchronise(stream);
                driver.free(at);
                System.out.println(driver.facts().name() + ", " + driver.memory().freeBytes());
            }
        } catch (NoDriver none) {
            System.out.println(none.missing());
        }
    }
}
