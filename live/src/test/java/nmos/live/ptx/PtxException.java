package nmos.live.ptx;

/// What is wrong with a text of PTX, or with what a kernel did, in one line.
public final class PtxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PtxException(String message) {
        super(message);
    }
}
