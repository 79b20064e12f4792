package nmos.traces;

import java.util.List;

/// One turn as it was typed: `changes` are its keys, edits, pastes and pauses in order. Without a submit (`submitNs` negative)
/// the person left half way. `promptLength`: characters of the prompt as submitted or left.
public record TypedTurn(
        TraceEvent.Begin begin, int number, List<TraceEvent> changes, long submitNs, int promptLength) {
    /// In `submitNs`: never submitted.
    public static final long NEVER = -1;

    public TypedTurn {
        changes = List.copyOf(changes);
    }

    public int session() {
        return begin.session();
    }

    public boolean submitted() {
        return submitNs != NEVER;
    }

    /// Whether anything was typed, edited or pasted.
    public boolean touched() {
        return changes.stream().anyMatch(change -> !(change instanceof TraceEvent.Pause));
    }
}
