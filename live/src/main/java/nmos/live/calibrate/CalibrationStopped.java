package nmos.live.calibrate;

/// Somebody stopped a calibration; what it had written is removed.
public final class CalibrationStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CalibrationStopped() {
        super("stopped before the end: nothing was written");
    }
}
