package nmos.live.cuda.driver;

/// There is no CUDA to be had here: in a line, what is missing.
public final class NoDriver extends Exception {
    private static final long serialVersionUID = 1;

    NoDriver(String missing) {
        super(missing);
    }

    public String missing() {
        return String.valueOf(getMessage());
    }
}
