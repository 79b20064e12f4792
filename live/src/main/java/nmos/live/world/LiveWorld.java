package nmos.live.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nmos.journal.DeviceSpans;
import nmos.journal.RunReport;
import nmos.live.cuda.DeviceMemory;
import nmos.live.cuda.Gpu;
import nmos.live.device.Opened;
import nmos.live.device.Processor;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.Pace;
import nmos.live.draft.DraftModel;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvLayout;
import nmos.live.loop.EventLoop;
import nmos.live.stream.TokenEmbedding;
import nmos.live.typing.TextPieces;
import nmos.live.typing.TokenisedScripts;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.TensorType;
import nmos.world.ledger.Ledger;
import nmos.world.modelled.Streams;
import nmos.world.report.Planned;
import nmos.world.report.Setting;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import nmos.world.run.World;
import nmos.world.typing.Scripts;
import org.jspecify.annotations.Nullable;

/// A scenario on this machine: a real model, streamed under the scenario's policy. Everything that is opened or started here is
/// closed again by [#close], also after a run that failed.
public final class LiveWorld implements AutoCloseable {
    private static final long LOOK_EVERY_NS = 100_000_000;

    /// How the drive is started.
    interface Drives {
        Drive start(DriveOptions options);
    }

    private final LiveOptions options;
    private final Drives drives;
    private final Models models;
    private final Planned planned;
    private final @Nullable Gpu gpu;
    private boolean ran;
    private final Opened open = new Opened();
    private final FaultLines faults = new FaultLines();
    private final List<LiveOutcome.Reply> replies = new ArrayList<>();
    private @Nullable AttentionSeen attention;

    /// `scenario`: with the models of the options, see [#scenario].
    ///
    /// @throws nmos.live.gguf.GgufException where a model file will not do
    /// @throws UnplayableException where the model has no room for the scenario's texts
    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    /// @throws NoDeviceException where what it is to be computed on is not there
    public LiveWorld(Scenario scenario, LiveOptions options) {
        this(scenario, options, how -> Drive.start("ssd", how));
    }

    LiveWorld(Scenario scenario, LiveOptions options, Drives drives) {
        this(scenario, options, drives, LiveDevices.Gpus.OF_THIS_MACHINE);
    }

    LiveWorld(Scenario scenario, LiveOptions options, Drives drives, LiveDevices.Gpus gpus) {
        this.options = options;
        this.drives = drives;
        models = open.add(new Models(scenario, options));
        boolean fits = false;
        try {
            planned = Planned.of(models.scenario);
            Gpu opened = LiveDevices.gpu(models.scenario, options, gpus);
            gpu = opened == null ? null : open.add(opened);
            fits = true;
        } finally {
            if (!fits) {
                close();
            }
        }
    }

    /// A scenario with the models as they are in their files.
    ///
    /// @throws nmos.live.gguf.GgufException where a file is no model that can be run here
    /// @throws nmos.scenarios.yaml.InvalidFile where the scenario cannot be run with them
    public static Scenario scenario(String nameOrPath, List<String> settings, LiveOptions options) {
        return ScenarioLoader.load(nameOrPath, settings, Models.found(options));
    }

    /// The scenario that is run.
    public Scenario scenario() {
        return models.scenario;
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
        return planned.setting(
                RunReport.Kind.MEASURED, Limits.of(models.scenario, options, models.config.experts() > 0));
    }

    /// What people type here, for a world that counts the tokens and does not know them.
    public Scripts scripts() {
        return new TokenisedScripts(models.scenario.workload(), 0, TextPieces.of(models.tokenizer), models.scenario.seed());
    }

    /// Runs the workload once, to its end or until the watch has had enough, on the calling thread. `policy` has not been used.
    public LiveOutcome run(Policy policy, RunWatch watch) throws IOException {
        return run(policy, watch, LiveMinds.Listener.NOBODY);
    }

    /// The same before an audience.
    public LiveOutcome run(Policy policy, RunWatch watch, Audience audience) throws IOException {
        return run(policy, watch, new ReadAlong(models.tokenizer, audience));
    }

    LiveOutcome run(Policy policy, RunWatch watch, LiveMinds.Listener listener) throws IOException {
        if (ran) {
            throw new IllegalStateException("a world runs once: open another");
        }
        ran = true;
        Facts facts = planned.composition().facts();
        Scenario scenario = models.scenario;
        EventLoop loop = new EventLoop();
        int threads = options.threads();
        Workers workers = open.add(new Workers(threads));
        KvLayout layout = new KvLayout(
                models.config.layers(), models.config.kvHeads(), models.config.headWidth(), TensorType.F16);
        TokenEmbedding embedding = open.add(new TokenEmbedding(
                options.oracle(),
                models.weights.embedding(),
                models.gguf.offsetOf(models.weights.embedding().data())));
        LiveDevice device =
                open.add(LiveDevices.of(gpu, models, facts, planned.plan(), layout, workers, embedding, options));
        int[] computedIn = planned.plan().compute();
        Kv kv = open.add(facts.kv().paging().present()
                ? new PolicyKv(facts, planned.plan(), layout, device)
                : new KeptKv(
                        layout, facts.kv().sessions(), facts.kv().tokensPerSession(), layer -> device.kv(computedIn[layer])));
        Shards shards = open.add(new Shards(facts, planned.plan(), device::storage));
        DraftModel guesser = models.guesser(device.drafting());
        if (guesser != null) {
            open.add(guesser);
        }
        device.refuseTooSmall(wantedBytes(facts, layout));
        Carriage carriage = open.add(carriage(facts, device, loop));
        shards.readBy(carriage.drive());
        if (!device.givesBack()) {
            shards.prepare();
        }
        // computing ends before what is computed with goes
        Processor processor = open.add(new Processor("compute", failure -> loop.post(() -> {
            throw new IllegalStateException("a job of the processor failed", failure);
        })));
        Streams streams = new Streams(scenario.seed(), 0);
        Texts texts = new Texts(scenario.workload(), 0, TextPieces.of(models.tokenizer), scenario.seed());
        boolean withMass = scenario.kv().kind() == KvPolicies.H2O;
        Log log = new Log(texts, replies, listener);
        World world = new World(
                loop,
                new World.Setup(facts, scenario.workload(), scenario.reply(), 0, 0),
                policy,
                watch,
                ledger -> {
                    var machinery = new LiveMachinery(
                            facts, ledger, loop, models.shards, shards, carriage, processor, device, kv, texts, withMass, computedIn,
                            models.config.width(), models.config.vocabulary(), faults::add);
                    var minds = new LiveMinds(
                            loop, processor, texts, kv, machinery, options, streams,
                            scenario.workload().sessions(), models.config.vocabulary(), facts.tiers().size(), guesser,
                            seen(ledger), log,
                            faults::add);
                    return new World.Parts(machinery, minds);
                });
        loop.beginNow();
        world.begin();
        loop.whenInterrupted(() -> {
            faults.add("the run was interrupted");
            world.stop();
        });
        loop.endWhen(world::over);
        loop.every(LOOK_EVERY_NS, () -> {
            world.look();
            if (device.givesBack()) {
                shards.freeEmptyTiers();
            }
        });
        loop.run();
        RunOutcome outcome = world.outcome();
        if (outcome.complete()) {
            Audit.of(facts, outcome.ledger(), shards, kv);
        }
        RunReport.Vram vram = vram(device);
        return new LiveOutcome(
                outcome, List.copyOf(replies), faults.lines(), carriage.drive().why(), texts.madeUp(), kv.usedBytes(),
                Optional.ofNullable(attention).flatMap(AttentionSeen::shares), vram,
                gpu == null ? DeviceSpans.NONE : gpu.timeline().since(loop.zeroNs()));
    }

    /// What weights and KV that stays where it is will take of the top tier. A cache of weights takes what there is.
    private long wantedBytes(Facts facts, KvLayout layout) {
        int top = facts.top();
        Plan plan = planned.plan();
        Facts.Tier tier = facts.tiers().get(top);
        if (plan.caches()) {
            return tier.budgetBytes() - tier.reservedBytes();
        }
        long bytes = plan.slots()[top] * plan.slotBytes()[top];
        long layers = 0;
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            Facts.Shard of = facts.shards().get(shard);
            bytes += plan.home()[shard] == top ? of.bytes() : 0;
            layers += of.kind() == Facts.Kind.LAYER && plan.compute()[shard] == top ? 1 : 0;
        }
        return facts.kv().paging().present()
                ? bytes
                : bytes + KeptKv.positions(facts.kv().tokensPerSession()) * facts.kv().sessions() * layers * layout.layerBytes(1);
    }

    /// The budget is a hard one: books that went past it are a fault of this program, what the driver counts may be others' doing.
    private RunReport.@Nullable Vram vram(LiveDevice device) {
        DeviceMemory.Use use = device.use();
        if (use == null) {
            return null;
        }
        if (use.highWaterBytes() > use.budgetBytes()) {
            throw new IllegalStateException("the run took " + use.highWaterBytes() + " bytes of " + use.device() + ", and its budget there was "
                    + use.budgetBytes());
        }
        if (use.measuredBytes() > use.budgetBytes()) {
            faults.add("by the driver's count " + use.measuredBytes() + " bytes of " + use.device() + " were taken, past the budget of "
                    + use.budgetBytes() + ": by another program, or by rounding up");
        }
        return new RunReport.Vram(use.device(), use.budgetBytes(), use.highWaterBytes(), use.measuredBytes());
    }

    private AttentionSeen seen(Ledger ledger) {
        AttentionSeen seen = new AttentionSeen(models.scenario.attention(), ledger);
        attention = seen;
        return seen;
    }

    private Carriage carriage(Facts facts, LiveDevice device, EventLoop loop) throws IOException {
        List<Machine.Hop> hops = models.scenario.machine().hops();
        Machine.Hop first = hops.getFirst();
        DriveOptions drive = DriveOptions.fastest().by(options.io());
        if (options.paceDisk()) {
            drive = drive.paced(
                    new Pace(first.latencyNs().value(), first.bytesPerSecUp().value()),
                    new Pace(first.latencyNs().value(), first.bytesPerSecDown().value()));
        }
        Path spill = options.spill().resolve("nmos-kv-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".spill");
        long spillBytes = 2L * facts.kv().tokensPerSession() * facts.kv().sessions()
                        * planned.composition().resolved().kvBytesPerToken()
                + (64L << 20);
        return new Carriage(
                facts, device, loop, drives.start(drive), options.oracle(), spill, spillBytes, hops, gpu == null || options.paceLink(), planned.composition().resolved().chunkBytes(), faults::add);
    }

    @Override
    public void close() {
        open.close();
    }
}
