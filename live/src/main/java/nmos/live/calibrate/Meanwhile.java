package nmos.live.calibrate;

import nmos.live.device.Ending;

/// Something that goes on, again and again, until closed; under way when this is made.
final class Meanwhile implements AutoCloseable {
    private final Thread thread;
    private volatile boolean over;
    private volatile boolean begun;

    Meanwhile(String name, Runnable work) {
        thread = Thread.ofPlatform().daemon().name("nmos-calibrate " + name).start(() -> {
            while (!over) {
                work.run();
                begun = true;
            }
        });
        while (!begun && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        over = true;
        Ending.await(thread);
    }
}
