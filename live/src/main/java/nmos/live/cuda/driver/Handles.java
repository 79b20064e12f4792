package nmos.live.cuda.driver;

import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/// JCuda's handles, which tell the driver's own to subclasses alone: calls that are not made through JCuda need it.
final class Handles {
    private Handles() {}

    /// JCuda hands nothing to the driver that it was not given.
    static <T> T ours(@Nullable T made, String what) {
        if (made == null) {
            throw new IllegalStateException("the " + what + " is not there, or no more");
        }
        return made;
    }

    static final class OfMemory extends CUdeviceptr {
        long value() {
            return getNativePointer();
        }
    }

    static final class OfStream extends CUstream {
        long value() {
            return getNativePointer();
        }
    }

    static final class OfEvent extends CUevent {
        long value() {
            return getNativePointer();
        }
    }

    static final class OfModule extends CUmodule {
        long value() {
            return getNativePointer();
        }
    }

    static final class OfFunction extends CUfunction {
        long value() {
            return getNativePointer();
        }
    }

    static final class OfContext extends CUcontext {}

    /// An address in this process's own memory.
    static final class Host extends Pointer {
        Host(long address) {
            super(address);
        }
    }
}
