package nmos.reports.timeline;

/// What a stretch of time went to, each moment counted once. Of what goes on at a moment the first of this list has it: the oracle
/// computes; the draft model guesses; the drive moves bytes; a link moves bytes, in either direction; nothing known does, so the host was
/// at work, or people and timers were waited for. So time on the drive or a link is time in which nothing was computed meanwhile, and
/// time on a link is time in which the drive rested, too.
public record Breakdown(long computeNs, long draftNs, long driveNs, long linkNs, long idleNs) {
    public long wholeNs() {
        return computeNs + draftNs + driveNs + linkNs + idleNs;
    }
}
