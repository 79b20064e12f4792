package nmos.sim;

import nmos.policy.Policy;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.Faults;
import nmos.world.modelled.Modelled;
import nmos.world.modelled.Streams;
import nmos.world.run.RunWatch;
import nmos.world.run.World;
import nmos.world.typing.Scripts;

/// A world in virtual time: stations for machinery, chances for minds.
public final class SimWorld {
    private final Calendar calendar;
    private final SimSetup setup;
    private final Streams streams;
    private final Devices devices;
    private final Faults faults;
    private final World world;

    public SimWorld(Calendar calendar, SimSetup setup, Policy policy) {
        this(calendar, setup, policy, RunWatch.NONE);
    }

    public SimWorld(Calendar calendar, SimSetup setup, Policy policy, RunWatch watch) {
        this(calendar, setup, policy, watch, Scripts.of(setup.workload(), setup.replication()));
    }

    /// The same where people type by the given scripts.
    public SimWorld(Calendar calendar, SimSetup setup, Policy policy, RunWatch watch, Scripts scripts) {
        this.calendar = calendar;
        this.setup = setup;
        streams = new Streams(setup.seed(), setup.replication());
        faults = new Faults(setup.faults(), streams);
        devices = new Devices(calendar, setup, faults);
        Modelled modelled = new Modelled(
                setup.facts(),
                scripts,
                setup.completion(),
                setup.acceptance(),
                setup.attention(),
                setup.routers(),
                streams);
        world = new World(
                calendar,
                new World.Setup(
                        setup.facts(),
                        setup.workload(),
                        setup.reply(),
                        setup.replication(),
                        setup.hostNsPerCommand()),
                policy,
                watch,
                ledger -> modelled.parts(ledger, devices));
    }

    /// Plays the workload to its end, or until somebody stops the calendar.
    public SimOutcome run() {
        world.begin();
        new Pressures(calendar, setup.facts(), faults, world::gone, world::press).begin();
        calendar.run();
        return new SimOutcome(
                world.outcome(),
                devices.stations().stream()
                        .map(station -> new SimOutcome.Device(station.name(), station.books()))
                        .toList(),
                streams.stream("last").nextLong());
    }
}
