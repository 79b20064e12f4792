package nmos.live.paced;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.RunReport;
import nmos.live.loop.EventLoop;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kernel.Kernel;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Plan;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Composition;
import nmos.scenarios.Faults;
import nmos.scenarios.Scenario;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.ScenarioAcceptance;
import nmos.world.ledger.Ledger;
import nmos.world.modelled.Context;
import nmos.world.modelled.Drafts;
import nmos.world.modelled.ModelledMinds;
import nmos.world.modelled.Streams;
import nmos.world.modelled.Typists;
import nmos.world.report.Setting;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import nmos.world.run.World;

/// A scenario in real time on devices that only take the modelled time. People, guesses and verdicts are those that the simulator
/// draws from the same seed. A run lasts as long as what it plays.
public final class PacedWorld {
    private static final long LOOK_EVERY_NS = 100_000_000;
    private static final int REPLICATION = 0;

    private final Scenario scenario;
    private final Composition composition;
    private final Plan plan;
    private final AcceptanceSpec acceptance;

    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    /// @throws IOException where a tape the scenario names cannot be read
    public PacedWorld(Scenario scenario) throws IOException {
        this.scenario = scenario;
        composition = Composition.of(scenario);
        plan = scenario.placement().kind().create().plan(composition.facts(), scenario.placement());
        acceptance = ScenarioAcceptance.of(scenario);
    }

    public Scenario scenario() {
        return scenario;
    }

    public Composition composition() {
        return composition;
    }

    public Plan plan() {
        return plan;
    }

    /// A fresh policy for one run.
    public Policy policy() {
        return new Kernel(composition.facts(), composition.knobs(), plan);
    }

    /// What is run here, for its report.
    public Setting setting() {
        return new Setting(RunReport.Kind.PACED, scenario, composition, plan, notCovered());
    }

    /// Runs the workload once, to its end or until the watch has had enough, on the calling thread. `policy` has not been used.
    public RunOutcome run(Policy policy, RunWatch watch) throws IOException {
        Facts facts = composition.facts();
        EventLoop loop = new EventLoop();
        PlannedTime time = new PlannedTime(loop);
        try (PacedDevices devices =
                new PacedDevices(facts, time, scenario.machine().hops(), composition.resolved().chunkBytes())) {
            World.Setup setup = new World.Setup(
                    facts, scenario.workload(), scenario.reply(), REPLICATION, scenario.machine().commandNs().value());
            World world = new World(time, setup, policy, watch, ledger -> parts(ledger, devices, time));
            world.begin();
            loop.endWhen(world::over);
            lookNowAndThen(loop, world);
            loop.run();
            return world.outcome();
        }
    }

    private World.Parts parts(Ledger ledger, PacedDevices devices, PlannedTime time) {
        Facts facts = composition.facts();
        Streams streams = new Streams(scenario.seed(), REPLICATION);
        Typists typists = new Typists(
                scenario.workload(), scenario.completion(), REPLICATION, streams.stream("completions"));
        Acceptance drawn = new Acceptance(acceptance, streams.stream("acceptance"));
        Context context =
                new Context(facts, ledger, scenario.kv().kind() == KvPolicies.H2O ? scenario.attention() : null, streams);
        Drafts drafts = new Drafts(facts, drawn, scenario.workload().sessions());
        return new World.Parts(
                new PacedMachinery(facts, devices, context),
                new ModelledMinds(
                        new PacedDraft(devices, time, facts.top()), ledger, drawn, drafts, typists, context));
    }

    private static void lookNowAndThen(EventLoop loop, World world) {
        loop.after(LOOK_EVERY_NS, () -> {
            world.look();
            lookNowAndThen(loop, world);
        });
    }

    private List<String> notCovered() {
        List<String> limits = new ArrayList<>();
        limits.add("Devices sleep as long as the machine's file says, and some of its numbers are assumed.");
        limits.add("What threads and the policy take to react shows where somebody waits for it, and does not add up: the overhead "
                + "per command of the machine's file stands for it.");
        limits.add("Nothing is read, copied or computed: no file, memory or model has a part in this.");
        limits.add(scenario.workload().typed() == null
                ? "People type at a constant rate."
                : "Typing is that of a trace without its text; tokens follow from characters.");
        if (!scenario.faults().equals(Faults.NONE)) {
            limits.add("The faults and the memory pressure of the scenario are not played.");
        }
        if (scenario.kv().kind() == KvPolicies.H2O) {
            limits.add("Where attention falls is drawn from the scenario's assumed shares; what folding does to the text is not known.");
        }
        if (scenario.anticipation().kind() == Anticipations.PREDICT && scenario.anticipation().predictTokens() > 0) {
            limits.add("How often the draft completes a prompt as it will be typed is the scenario's assumption.");
        }
        if (scenario.kv().kind() != KvPolicies.KEEP_ALL) {
            limits.add("The bound does not count KV that has to move.");
        }
        if (scenario.speculation().kind() != Speculations.OFF) {
            limits.add("Which guesses are accepted is drawn from the scenario's acceptance, not from a model.");
        }
        return limits;
    }
}
