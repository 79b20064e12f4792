package nmos.live.device;

/// When the last chunk of a link should have been over, and when it was: later, where its copy took longer than the link would.
record LinkTimes(long freeNs, long overNs) {
    /// What a link is late by beyond this is lost. Assumed, not measured: some slices of a scheduler, a few milliseconds each, in which
    /// a thread had to do without a processor. What is later than that can hardly have come from one wait: memory does not keep up with
    /// the pace, and a link that made up for all of it would go on faster than its pace for as long once it does.
    static final long MADE_UP_NS = 20_000_000;

    static LinkTimes idle(long nowNs) {
        return new LinkTimes(nowNs, nowNs);
    }

    /// After one chunk more, over [#overNs] of what is returned: never sooner than `paceNs` after it was handed in, nor than `paceNs` after
    /// the one before it should have been over.
    LinkTimes after(long handedInNs, long paceNs, long copyNs) {
        long plannedNs = Math.max(freeNs, handedInNs) + paceNs;
        long dueNs = Math.max(plannedNs, Math.max(overNs, handedInNs) + copyNs);
        return new LinkTimes(Math.max(plannedNs, dueNs - MADE_UP_NS), dueNs);
    }
}
