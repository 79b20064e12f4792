package nmos.world.run;

/// Hears once how a job ended and how long the device worked on it.
@FunctionalInterface
public interface Report {
    void ended(Outcome outcome, long busyNs);
}
