package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.CudaException;
import nmos.live.device.Storage;

/// Memory for keys and values, on the device or pinned for it. Their books have to go on where the driver does not: what it will not do is done by
/// `instead`, and the device is given up, so that no pass is computed from what is not there.
record KvMemory(Storage memory, Storage instead, GivenUp givenUp) implements Storage {
    /// Memory that is not there: an aligned address that nobody uses.
    static final Storage NOWHERE = new Storage() {
        @Override
        public Held allocate(long bytes, long alignment) {
            return new Held(DeviceMemory.named(alignment, bytes), () -> {});
        }

        @Override
        public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {}
    };

    @Override
    public Held allocate(long bytes, long alignment) {
        if (!givenUp.already()) {
            try {
                return memory.allocate(bytes, alignment);
            } catch (CudaException | NoRoomException failed) {
                givenUp.because(failed);
            }
        }
        return instead.allocate(bytes, alignment);
    }

    @Override
    public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
        if (!givenUp.already()) {
            try {
                memory.copy(from, fromAt, to, toAt, bytes);
                return;
            } catch (CudaException failed) {
                givenUp.because(failed);
            }
        }
        instead.copy(from, fromAt, to, toAt, bytes);
    }
}
