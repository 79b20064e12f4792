package nmos.world.run;

/// How a job ended.
public enum Outcome {
    DONE,
    FAILED,
    DROPPED
}
