package nmos.harness.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import nmos.harness.memory.BlockDevice;
import nmos.harness.memory.Bounds;
import nmos.harness.memory.Cgroup;
import nmos.harness.memory.Cgroups;
import nmos.harness.memory.PageCache;
import nmos.live.gguf.Gguf;
import nmos.live.tokens.Tokenizer;
import nmos.live.world.LiveWorld;
import nmos.llamacpp.Launcher;
import nmos.llamacpp.LlamaCppException;
import nmos.llamacpp.ModelOptions;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.scenarios.machine.Machine;
import org.jspecify.annotations.Nullable;

/// A comparison, checked and ready to be made: each engine in turn answers the same prompts in a process of its own, which begins
/// with nothing of the model in memory and may have as much memory, drive and threads as any other. Engines take turns forwards
/// and backwards, so that what changes on the machine meanwhile meets all of them.
public final class Compare {
    /// Told as the comparison goes on.
    public interface Watch {
        /// Before each process, with how many have ended.
        void at(int done, int all, Engine next);
    }

    /// A room for the context beside what the scenario counts: the start of the text, which llama.cpp adds.
    private static final int START = 1;

    private static final int LEAST_REPLY = 2;
    private static final int DROPS = 5;
    private static final String WANTED_MORE = ", as the kernel does to what wants more memory than it may have: raise --memory";
    /// Of the model: more in the page cache than this is no cold start.
    private static final double CACHED_SHARE = .01;

    private final CompareOptions options;
    private final List<String> settings;
    private final Scenario scenario;
    private final Tokenizer tokenizer;
    private final List<Prompt> prompts;
    private final Cgroups cgroups;
    private final Memory memory;
    private final Bounds bounds;
    private final List<EngineRun> runs = new ArrayList<>();

    /// Reads and checks all that can be before anything is run.
    ///
    /// @throws CompareException where it cannot be compared as asked
    public Compare(CompareOptions options) throws IOException {
        this(options, Cgroups.ofThisMachine());
    }

    Compare(CompareOptions options, Cgroups cgroups) throws IOException {
        this.options = options;
        this.cgroups = cgroups;
        List<String> all = new ArrayList<>(options.settings());
        Scenario asked = LiveWorld.scenario(options.scenario(), all, options.live());
        if (options.diskRate() != null) {
            all.add("machine.hops." + asked.machine().hops().getFirst().name() + ".bandwidth.value=" + options.diskRate());
        }
        if (asked.workload().turns() < 2) {
            throw tooFewTurns(asked);
        }
        // the first reply is cold, whatever a scenario takes for warm
        all.add("workload.warmUpTurns=" + Math.max(1, asked.workload().warmUpTurns()));
        settings = List.copyOf(all);
        scenario = LiveWorld.scenario(options.scenario(), settings, options.live());
        refuseOthersThanOne(scenario.workload());
        long wanted = options.memoryBytes() == null ? Memory.of(scenario) : options.memoryBytes();
        String whyNot = cgroups.whyNoMemoryLimit().orElse(null);
        if (whyNot != null && options.requireLimit()) {
            throw new CompareException("memory cannot be limited to the same for all engines: " + whyNot);
        }
        memory = new Memory(whyNot == null ? wanted : null, wanted, whyNot);
        bounds = new Bounds(memory.bytes(), rate());
        try (Gguf gguf = Gguf.open(options.oracle())) {
            tokenizer = Tokenizer.of(gguf);
            prompts = Prompt.of(scenario, tokenizer);
        }
        refuseTooFewTurns();
    }

    private static void refuseOthersThanOne(Workload workload) {
        if (workload.sessions() != 1) {
            throw new CompareException("one person is compared, not " + workload.sessions() + ": add --set workload.sessions=1");
        }
        if (workload.sharedPrefixTokens() > 0) {
            throw new CompareException("llama.cpp would compute the shared prefix again in each turn: add --set workload.sharedPrefixTokens=0");
        }
        if (!workload.freshContext()) {
            throw new CompareException("engines that answer differently are asked different things in a conversation that goes on:"
                    + " add --set workload.freshContext=true");
        }
    }

    private static CompareException tooFewTurns(Scenario scenario) {
        return new CompareException(scenario.name() + ": a cold reply and a warm one are compared, and workload.turns and"
                + " workload.warmUpTurns leave no two of them");
    }

    private void refuseTooFewTurns() {
        if (prompts.size() < 2 || prompts.getFirst().warm() || prompts.stream().noneMatch(Prompt::warm)) {
            throw tooFewTurns(scenario);
        }
        if (prompts.stream().anyMatch(prompt -> prompt.replyTokens() < LEAST_REPLY)) {
            throw new CompareException(scenario.name() + ": a reply of one token decodes none: raise workload.replyTokens");
        }
    }

    private Bounds.@Nullable Rate rate() throws IOException {
        if (options.diskRate() == null && !options.paceDisk()) {
            return null;
        }
        BlockDevice device = BlockDevice.behind(options.oracle());
        cgroups.whyNoDiskRate(device).ifPresent(why -> {
            throw new CompareException("the drive " + device.name() + " cannot be held to a rate for all engines: " + why);
        });
        return new Bounds.Rate(device, scenario.machine().hops().getFirst().bytesPerSecUp().value());
    }

    public Scenario scenario() {
        return scenario;
    }

    public Memory memory() {
        return memory;
    }

    /// Runs all of it, or until it is to stop, and leaves nmos's runs in `folder`. What ran is in [#result].
    ///
    /// @return whether it came to its end
    /// @throws CompareException where an engine failed
    public boolean run(Path folder, BooleanSupplier goOn, Watch watch) throws IOException {
        int all = options.repetitions() * options.engines().size();
        try (var _ = new Interrupter(goOn)) {
            for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
                List<Engine> order = repetition % 2 == 1 ? options.engines() : options.engines().reversed();
                for (Engine engine : order) {
                    if (!goOn.getAsBoolean()) {
                        return false;
                    }
                    watch.at(runs.size(), all, engine);
                    runs.add(run(engine, repetition, folder));
                }
            }
            return true;
        } catch (InterruptedException | LlamaCppException | CompareException ended) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            if (ended instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new CompareException("interrupted");
            }
            String why = String.valueOf(ended.getMessage());
            boolean killed = why.contains("killed") || why.contains("signal 9");
            throw new CompareException(killed && memory.bytes() != null ? why + WANTED_MORE : why);
        }
    }

    private EngineRun run(Engine engine, int repetition, Path folder) throws IOException, InterruptedException {
        long cached = forget();
        try (Cgroup group = bounds.memoryBytes() == null && bounds.rate() == null ? null : cgroups.create(bounds)) {
            Launcher launcher = group == null ? Launcher.PLAIN : group::within;
            EngineRun run = switch (engine) {
                case NMOS -> NmosRun.of(task(folder.resolve("nmos-" + repetition)), prompts, memory.heapBytes(scenario), launcher, repetition);
                case LLAMA_CPP -> LlamaRun.of(engine, model(), prompts, tokenizer, launcher, repetition);
                case LLAMA_CPP_DRAFT ->
                    LlamaRun.of(engine, model().withDraft(draft(), draftTokens()), prompts, tokenizer, launcher, repetition);
            };
            OptionalLong peak = group == null ? OptionalLong.empty() : group.peakBytes();
            return run.measured(peak.isPresent() ? Long.valueOf(peak.getAsLong()) : run.peakBytes(), cached);
        }
    }

    /// Bytes of the model that are in memory all the same.
    private long forget() throws IOException {
        Path draft = options.draft();
        if (draft != null) {
            PageCache.drop(draft);
        }
        long left = 0;
        for (int i = 0; i < DROPS && (i == 0 || left > 0); i++) {
            PageCache.drop(options.oracle()); // pages that are being read or written just now stay
            left = PageCache.bytes(options.oracle()).orElse(0);
        }
        return left;
    }

    private NmosTask task(Path folder) {
        Path draft = options.draft();
        return new NmosTask(options.scenario(), settings, options.oracle().toString(), draft == null ? null : draft.toString(),
                options.threads(), options.io(), folder.toString());
    }

    private ModelOptions model() {
        ModelOptions model = ModelOptions.of(options.oracle(), scenario.tokensPerSession() + START, options.threads()).withoutWarmUp();
        return options.mmap() ? model : model.withoutMmap();
    }

    private Path draft() {
        Path draft = options.draft();
        if (draft == null) {
            throw new IllegalStateException("no draft");
        }
        return draft;
    }

    /// As many as the scenario guesses ahead at most.
    private int draftTokens() {
        return Math.max(1, Math.max(scenario.speculation().k(), scenario.speculation().maxDepth()));
    }

    /// What the runs so far come to. `command` is what was asked for.
    public Comparison result(boolean complete, String command, double loadBefore, String measuredAt) throws IOException {
        Bounds.Rate rate = bounds.rate();
        Path draft = options.draft();
        List<EngineRun> told = runs.stream().map(this::withTexts).toList();
        return new Comparison(
                complete,
                scenario.name(),
                settings,
                command,
                new Comparison.Models(options.oracle().toString(), Files.size(options.oracle()), draft == null ? null : draft.toString(),
                        draft == null ? null : Long.valueOf(Files.size(draft))),
                Hosts.here(options.threads(), loadBefore, measuredAt),
                memory,
                rate == null ? null : Long.valueOf(rate.bytesPerSec()),
                prompts.size(),
                Totals.sides(options.engines(), runs),
                Totals.ratios(options.engines(), runs),
                Totals.texts(options.engines(), runs, tokenizer),
                told,
                notCovered());
    }

    private EngineRun withTexts(EngineRun run) {
        return run.engine() != Engine.NMOS ? run : run.saying(ids -> Totals.text(ids, tokenizer));
    }

    private List<String> notCovered() throws IOException {
        List<String> lines = new ArrayList<>();
        if (memory.whyNot() != null) {
            lines.add("No memory limit: " + memory.whyNot() + ". An engine that leaves reading to the page cache had all memory there is.");
        }
        long most = runs.stream().map(EngineRun::cachedBytes).mapToLong(bytes -> bytes == null ? 0 : bytes).max().orElse(0);
        if (most > CACHED_SHARE * Files.size(options.oracle())) {
            lines.add("Not cold: " + most + " bytes of the model stayed in the page cache.");
        }
        Machine machine = scenario.machine();
        if (bounds.rate() == null) {
            lines.add("The drive is this machine's own, held to nothing; the bound is against the speed in the machine file.");
        }
        lines.add("nmos plays the machine of the scenario: what passes its links is copied at their pace, " + links(machine)
                + "; llama.cpp computes where the bytes are.");
        if (scenario.workload().typingNs() > 0 || scenario.workload().typed() != null) {
            lines.add("nmos sees the prompt being typed, and loads meanwhile; llama.cpp is given it whole at the submit. No time counts the typing.");
        }
        lines.add("Times are each engine's own, from having the prompt to handing out text; nmos's is a JVM that compiles in the first reply.");
        lines.add("llama.cpp never says the token that ends a text, nmos does and goes on: texts are compared up to it.");
        lines.add("Tokens of a reply of llama.cpp are those that were asked for, or where its pieces are fewer, what its text is cut into.");
        lines.add("Bytes read a token count from the first token shown to the last, prompts not among them; read ahead for what never came is in.");
        runs.stream().flatMap(run -> run.notes().stream()).distinct().forEach(lines::add);
        return lines;
    }

    private static String links(Machine machine) {
        List<String> links = new ArrayList<>();
        for (int hop = 1; hop < machine.hops().size(); hop++) {
            links.add(machine.tierNames().get(hop) + " -> " + machine.tierNames().get(hop + 1) + " at "
                    + machine.hops().get(hop).bytesPerSecUp().value() / 1_000_000 + " MB/s");
        }
        return String.join(", ", links);
    }
}
