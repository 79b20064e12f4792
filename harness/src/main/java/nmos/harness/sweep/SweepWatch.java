package nmos.harness.sweep;

import java.util.List;
import java.util.Optional;

/// Follows a sweep, and may end it; is asked by several threads at once.
public interface SweepWatch {
    SweepWatch NOBODY = new SweepWatch() {
        @Override
        public void at(Reached reached) {}

        @Override
        public boolean goOn() {
            return true;
        }
    };

    /// So many of all points are told, and so many of all plays are over: a play is one replication of one point.
    record Reached(int done, int points, long played, long plays, Optional<Pace.Left> left) {}

    void at(Reached reached);

    /// A file that a point needs could not be read: it is not told, and what goes on with the sweep tries it again.
    default void unread(List<String> settings, String reason) {}

    boolean goOn();
}
