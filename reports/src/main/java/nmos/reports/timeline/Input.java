package nmos.reports.timeline;

/// What a person did, when the run heard of it.
public record Input(long atNs, Kind kind, int session, int revision) {
    public enum Kind {
        KEY,
        EDIT,
        PAUSE,
        SUBMIT
    }
}
