package nmos.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.journal.RunReport;
import nmos.policy.Policy;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Faults;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Speed;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.ScenarioAcceptance;
import nmos.world.modelled.Drawn;
import nmos.world.modelled.Routers;
import nmos.world.report.Planned;
import nmos.world.report.Setting;
import nmos.world.run.RunWatch;
import nmos.world.typing.Scripts;

/// A scenario ready to be played as often as wanted.
public final class Simulation {
    private static final int MILLION = 1_000_000;

    private final Scenario scenario;
    private final Planned planned;
    private final AcceptanceSpec acceptance;

    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    /// @throws IOException where a tape the scenario names cannot be read
    public Simulation(Scenario scenario) throws IOException {
        this.scenario = scenario;
        planned = Planned.of(scenario);
        acceptance = ScenarioAcceptance.of(scenario);
    }

    public Scenario scenario() {
        return scenario;
    }

    /// The same with nobody's typing anticipated.
    public Simulation withoutAnticipation() throws IOException {
        AnticipationKnobs knobs = scenario.anticipation();
        return new Simulation(
                scenario.anticipating(new AnticipationKnobs(Anticipations.NONE, 0, knobs.unloadAfterNs())));
    }

    public Composition composition() {
        return planned.composition();
    }

    public Plan plan() {
        return planned.plan();
    }

    /// A fresh policy for one run.
    public Policy policy() {
        return planned.policy();
    }

    /// Plays one replication with a policy that has not been used.
    public SimOutcome play(int replication, Calendar calendar, Policy policy) {
        return play(replication, calendar, policy, RunWatch.NONE);
    }

    public SimOutcome play(int replication, Calendar calendar, Policy policy, RunWatch watch) {
        return new SimWorld(calendar, setup(replication), policy, watch).run();
    }

    /// The same where people type by the given scripts, which say how many tokens their text has.
    public SimOutcome play(int replication, Calendar calendar, Policy policy, RunWatch watch, Scripts scripts) {
        return new SimWorld(calendar, setup(replication), policy, watch, scripts).run();
    }

    private SimSetup setup(int replication) {
        Machine machine = scenario.machine();
        return new SimSetup(
                planned.composition().facts(),
                machine.hops().stream().map(Simulation::hop).toList(),
                places(machine),
                planned.composition().resolved().chunkBytes(),
                machine.commandNs().value(),
                scenario.workload(),
                acceptance,
                scenario.completion(),
                faults(scenario.faults()),
                scenario.seed(),
                replication,
                scenario.kv().kind() == KvPolicies.H2O ? scenario.attention() : null,
                scenario.reply(),
                Routers.of(scenario.routing(), scenario.placement().experts()));
    }

    /// What the host's CPU computes, wherever the weights lie, its cores compute.
    private static List<SimSetup.Place> places(Machine machine) {
        List<SimSetup.Place> places = new ArrayList<>();
        int cpu = -1;
        for (int tier = 0; tier <= machine.top(); tier++) {
            Machine.Device device = machine.tiers().get(tier).device();
            if (device == null || device.kind() == Machine.Device.Kind.GPU) {
                places.add(SimSetup.Place.undisturbed(tier, machine.hops().size()));
            } else {
                cpu = cpu < 0 ? tier : cpu;
                places.add(device.speed() instanceof Speed.Measured measured
                        ? new SimSetup.Place(cpu, lost(measured, machine.hops()))
                        : SimSetup.Place.undisturbed(cpu, machine.hops().size()));
            }
        }
        return places;
    }

    private static List<Integer> lost(Speed.Measured speed, List<Machine.Hop> hops) {
        return IntStream.range(0, hops.size())
                .mapToObj(hop -> (hop == 0 ? speed.besideReads() : speed.besideCopies())
                        .lostPpm(hops.get(hop).bytesPerSecUp().value()))
                .toList();
    }

    private static SimSetup.Hop hop(Machine.Hop hop) {
        Rate up = new Rate(hop.latencyNs().value(), hop.bytesPerSecUp().value());
        Rate down = new Rate(hop.latencyNs().value(), hop.bytesPerSecDown().value());
        return new SimSetup.Hop(up, down, (int) hop.depth().value());
    }

    private static FaultRates faults(Faults f) {
        return new FaultRates(
                f.latePpm(),
                (long) f.lateFactor() * MILLION,
                f.failedPpm(),
                f.droppedPpm(),
                f.reorderedPpm(),
                f.heldNs(),
                f.pressureEveryNs(),
                f.pressureLastsNs(),
                f.pressurePpm(),
                f.pressureTier());
    }

    /// What is played here, for its report.
    public Setting setting() {
        return planned.setting(RunReport.Kind.SIMULATED, notCovered());
    }

    private List<String> notCovered() {
        List<String> limits = new ArrayList<>();
        limits.add("Every figure is simulated; the machine's numbers are those of its file, some of them assumed.");
        if (places(scenario.machine()).stream().noneMatch(SimSetup.Place::disturbed)) {
            limits.add("Copies do not slow the CPU's computing down, nor computing them.");
        } else {
            limits.add("The CPU computes slower by a measured share while anything is read or copied; computing does not slow copies down.");
        }
        limits.add(Drawn.typing(scenario));
        limits.add(scenario.attention().takesTime()
                ? "Attention takes the time to read the KV of earlier tokens, nothing for its sums."
                : "Attention over earlier tokens takes no time.");
        limits.addAll(Drawn.limits(scenario));
        return limits;
    }
}
