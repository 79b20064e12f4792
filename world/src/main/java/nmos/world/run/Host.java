package nmos.world.run;

/// Commands cost the engine time, one after the other; devices hear of them when it is spent.
final class Host {
    private final Calendar calendar;
    private final long nsPerCommand;
    private long freeNs;

    Host(Calendar calendar, long nsPerCommand) {
        this.calendar = calendar;
        this.nsPerCommand = nsPerCommand;
    }

    void then(Runnable action) {
        if (nsPerCommand == 0) {
            action.run();
            return;
        }
        freeNs = Math.max(freeNs, calendar.nowNs()) + nsPerCommand;
        calendar.at(freeNs, action::run);
    }
}
