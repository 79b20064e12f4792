package nmos.live.world;

/// What a scenario is to be computed on is not there, in a line.
public final class NoDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoDeviceException(String missing) {
        super(missing);
    }
}
