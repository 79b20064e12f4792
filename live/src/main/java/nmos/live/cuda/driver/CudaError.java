package nmos.live.cuda.driver;

import java.io.Serial;
import java.io.Serializable;

/// What the driver answers when it does not do what it was told, by number and by the driver's own name for it.
public record CudaError(int code, String name, String meaning) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    public static final int INVALID_VALUE = 1;
    public static final int OUT_OF_MEMORY = 2;
    public static final int NO_DEVICE = 100;
    public static final int INVALID_IMAGE = 200;
    public static final int NO_BINARY_FOR_GPU = 209;
    public static final int INVALID_PTX = 218;
    public static final int UNSUPPORTED_PTX_VERSION = 222;
    public static final int NOT_FOUND = 500;
    public static final int NOT_READY = 600;
    public static final int ILLEGAL_ADDRESS = 700;
    public static final int HOST_MEMORY_ALREADY_REGISTERED = 712;
    public static final int HOST_MEMORY_NOT_REGISTERED = 713;
    public static final int LAUNCH_FAILED = 719;

    @Override
    public String toString() {
        return name + " (" + code + "), " + meaning;
    }
}
