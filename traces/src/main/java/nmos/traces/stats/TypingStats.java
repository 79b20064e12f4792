package nmos.traces.stats;

import java.util.List;

/// What a trace is like. Speeds are in characters a minute per session; shares in parts per million; spreads of `..Ns` in
/// nanoseconds.
///
/// `changes` are keys and edits; pastes count as characters, not as changes. `intervalNs` lie between a session's successive
/// changes, turns notwithstanding; a pause is one of 2 s and more, a burst the changes between two. `windows` lie within a turn,
/// `streamWindows` run on through submits and replies; in both every session weighs the same, however long. `submitDelayNs` runs
/// from the last change of the turn, `lastKeyToSubmitNs` from the session's last change whichever turn it was in.
public record TypingStats(
        int sessions,
        long turns,
        long leftHalfWay,
        long untouchedTurnsPpm,
        long changes,
        Spread intervalNs,
        long meanIntervalNs,
        List<Above> intervalsAbove,
        long timeInPausesPpm,
        Spread burstChanges,
        long deletesPpm,
        Spread deletesPpmBySession,
        Spread netCharsPerMinute,
        Spread netCharsPerMinuteWithoutPauses,
        MeanSpeed meanSpeed,
        List<Window> windows,
        List<Window> streamWindows,
        Spread submitDelayNs,
        Spread lastKeyToSubmitNs,
        Spread promptChars) {

    /// The share of intervals longer than `ns`.
    public record Above(long ns, long ppm) {}

    /// The time until so many characters more.
    public record Window(int characters, Spread ns) {}
}
