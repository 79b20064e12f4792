package nmos.sim.station;

/// What a station has seen from the start until `atNs`. Jobs still inside are neither done, failed nor dropped.
///
/// @param bytes moved, those of jobs dropped half-way included
/// @param busyNs the device worked
/// @param insideNs integral of the number of jobs inside, waiting or not: divided by `atNs`, their mean
/// @param waitingNs the same of those waiting
/// @param sojournNs sum over the jobs that ended of the time each spent inside
/// @param maxWaiting most that ever waited for longer than an instant
public record Books(
        long atNs,
        long entered,
        long done,
        long failed,
        long dropped,
        long bytes,
        long busyNs,
        long insideNs,
        long waitingNs,
        long sojournNs,
        int inside,
        int waiting,
        int maxWaiting) {

    /// The first thing in the books that cannot be, or an empty string.
    public String contradiction() {
        if (entered != done + failed + dropped + inside) {
            return entered + " jobs entered, " + (done + failed + dropped) + " ended, " + inside + " are inside";
        }
        if (inside == 0 && insideNs != sojournNs) {
            return "jobs were inside for " + insideNs + " ns in all, but spent " + sojournNs + " ns there";
        }
        if (busyNs > atNs || waiting > inside) {
            return "busy " + busyNs + " of " + atNs + " ns, " + waiting + " of " + inside + " jobs waiting";
        }
        return "";
    }
}
