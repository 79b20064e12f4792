package nmos.live.cuda.driver;

/// A call of the driver that failed: in one line, what was tried and what the driver says to it.
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CudaError error;

    public CudaException(String tried, CudaError error) {
        super(tried + ": " + error);
        this.error = error;
    }

    public CudaError error() {
        return error;
    }
}
