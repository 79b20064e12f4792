package nmos.live.cuda.driver;

import java.lang.foreign.MemorySegment;

/// Runs kernels in the place of a GPU.
public interface Launches {
    /// Memory of the device by its addresses: what lies in one piece that is allocated now, and a fault for anything else.
    interface DeviceMemory {
        /// `bytes` of it from an address on, or a [Fault].
        MemorySegment at(long address, long bytes);
    }

    /// A kernel did what the device does not allow: as on a real one, nothing works any more after it.
    final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Fault(String what) {
            super(what);
        }
    }

    /// A piece of device memory that is there from now on.
    default void allocated(long address, MemorySegment data) {}

    default void freed(long address) {}

    /// A text of kernels, as a driver loads it.
    Loaded load(String ptx);

    /// Kernels that can be launched.
    interface Loaded {
        /// Whether there is one of that name.
        boolean has(String kernel);

        /// One launch, from its beginning to its end. `arguments` are those of the launch, as they were then. What it may not
        /// do is a [Fault].
        void launch(String kernel, Driver.Geometry geometry, MemorySegment arguments, DeviceMemory memory);
    }
}
