package nmos.sim;

import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.Faults;
import nmos.world.modelled.Context;
import nmos.world.modelled.Drafts;
import nmos.world.modelled.ModelledMinds;
import nmos.world.modelled.Streams;
import nmos.world.acceptance.Acceptance;
import nmos.world.ledger.Ledger;
import nmos.world.modelled.Typists;
import nmos.world.run.RunWatch;
import nmos.world.run.World;

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
        this.calendar = calendar;
        this.setup = setup;
        streams = new Streams(setup.seed(), setup.replication());
        devices = new Devices(calendar, setup);
        faults = new Faults(setup.faults(), streams);
        Typists typists = new Typists(
                setup.workload(), setup.completion(), setup.replication(), streams.stream("completions"));
        Acceptance acceptance = new Acceptance(setup.acceptance(), streams.stream("acceptance"));
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
                ledger -> parts(ledger, typists, acceptance));
    }

    private World.Parts parts(Ledger ledger, Typists typists, Acceptance acceptance) {
        Facts facts = setup.facts();
        Context context = new Context(facts, ledger, setup.attention(), streams);
        Drafts drafts = new Drafts(facts, acceptance, setup.workload().sessions());
        return new World.Parts(
                new SimMachinery(facts, devices, faults, context),
                new ModelledMinds(
                        new DraftStation(devices, facts.top()), ledger, acceptance, drafts, typists, context));
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
