package nmos.world.run;

/// What happens at an instant of virtual time; the calendar's `nowNs` is that instant while it runs.
@FunctionalInterface
public interface Event {
    void happen();
}
