package nmos.sim.station;

/// How a job ended.
public enum Outcome {
    DONE,
    FAILED,
    DROPPED
}
