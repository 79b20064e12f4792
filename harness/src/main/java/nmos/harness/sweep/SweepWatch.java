package nmos.harness.sweep;

import java.util.Optional;

/// Follows a sweep, and may end it; is asked by several threads at once.
public interface SweepWatch {
    SweepWatch NOBODY = new SweepWatch() {
        @Override
        public void at(int done, int points, Optional<Pace.Left> left) {}

        @Override
        public boolean goOn() {
            return true;
        }
    };

    /// So many of all points are told.
    void at(int done, int points, Optional<Pace.Left> left);

    boolean goOn();
}
