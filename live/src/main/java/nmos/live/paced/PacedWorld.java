package nmos.live.paced;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.RunReport;
import nmos.live.loop.EventLoop;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Faults;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Speed;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.ScenarioAcceptance;
import nmos.world.modelled.Drawn;
import nmos.world.modelled.Modelled;
import nmos.world.modelled.Routers;
import nmos.world.modelled.Streams;
import nmos.world.report.Planned;
import nmos.world.report.Setting;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import nmos.world.run.World;
import nmos.world.typing.Scripts;

/// A scenario in real time on devices that only take the modelled time. People, guesses and verdicts are those that the simulator
/// draws from the same seed. A run lasts as long as what it plays.
public final class PacedWorld {
    private static final long LOOK_EVERY_NS = 100_000_000;
    private static final int REPLICATION = 0;

    private final Scenario scenario;
    private final Planned planned;
    private final AcceptanceSpec acceptance;

    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    /// @throws IOException where a tape the scenario names cannot be read
    public PacedWorld(Scenario scenario) throws IOException {
        this.scenario = scenario;
        planned = Planned.of(scenario);
        acceptance = ScenarioAcceptance.of(scenario);
    }

    public Scenario scenario() {
        return scenario;
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

    /// What is run here, for its report.
    public Setting setting() {
        return planned.setting(RunReport.Kind.PACED, notCovered());
    }

    /// Runs the workload once, to its end or until the watch has had enough, on the calling thread. `policy` has not been used.
    public RunOutcome run(Policy policy, RunWatch watch) throws IOException {
        Facts facts = planned.composition().facts();
        EventLoop loop = new EventLoop();
        PlannedTime time = new PlannedTime(loop);
        try (PacedDevices devices =
                new PacedDevices(facts, time, scenario.machine().hops(), planned.composition().resolved().chunkBytes())) {
            Modelled modelled = new Modelled(
                    facts,
                    Scripts.of(scenario.workload(), REPLICATION),
                    scenario.completion(),
                    acceptance,
                    scenario.kv().kind() == KvPolicies.H2O ? scenario.attention() : null,
                    Routers.of(scenario.routing(), scenario.placement().experts()),
                    new Streams(scenario.seed(), REPLICATION));
            World.Setup setup = new World.Setup(
                    facts, scenario.workload(), scenario.reply(), REPLICATION, scenario.machine().commandNs().value());
            World world = new World(time, setup, policy, watch, ledger -> modelled.parts(ledger, devices));
            world.begin();
            loop.endWhen(world::over);
            loop.every(LOOK_EVERY_NS, world::look);
            loop.run();
            return world.outcome();
        }
    }

    private List<String> notCovered() {
        List<String> limits = new ArrayList<>();
        limits.add("Devices sleep as long as the machine's file says, and some of its numbers are assumed.");
        limits.add("What threads and the policy take to react shows where somebody waits for it, and does not add up: the overhead "
                + "per command of the machine's file stands for it.");
        limits.add("Nothing is read, copied or computed: no file, memory or model has a part in this.");
        List<Machine.Device> cpus = scenario.machine().tiers().stream()
                .map(Machine.Tier::device)
                .filter(device -> device != null && device.kind() == Machine.Device.Kind.CPU)
                .toList();
        if (cpus.stream().anyMatch(PacedWorld::slowsBesideCopies)) {
            limits.add("Reads and copies do not slow the CPU's computing down here, though its machine file says they do.");
        }
        if (cpus.size() > 1) {
            limits.add("The CPU computes in " + cpus.size() + " tiers at a time as if it were as many processors.");
        }
        limits.add(Drawn.typing(scenario));
        if (!scenario.faults().equals(Faults.NONE)) {
            limits.add("The faults and the memory pressure of the scenario are not played.");
        }
        limits.addAll(Drawn.limits(scenario));
        return limits;
    }

    private static boolean slowsBesideCopies(Machine.Device cpu) {
        return cpu.speed() instanceof Speed.Measured measured
                && (slows(measured.besideReads()) || slows(measured.besideCopies()));
    }

    private static boolean slows(Speed.Measured.Beside beside) {
        return beside.speedPpm() < Speed.Measured.Beside.UNDISTURBED.speedPpm();
    }
}
