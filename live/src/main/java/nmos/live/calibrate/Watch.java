package nmos.live.calibrate;

/// Who waits for a calibration.
public interface Watch {
    Watch NOBODY = new Watch() {
        @Override
        public void at(String what, double share) {}

        @Override
        public boolean stopped() {
            return false;
        }
    };

    /// What is being measured now, and how much of it all is over.
    void at(String what, double share);

    /// Asked between samples; true ends the calibration.
    boolean stopped();

    /// Returns unless nobody waits any more.
    ///
    /// @throws CalibrationStopped then
    default void goOn() {
        if (stopped() || Thread.currentThread().isInterrupted()) {
            throw new CalibrationStopped();
        }
    }
}
