package nmos.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import nmos.harness.compare.Compare;
import nmos.harness.compare.CompareException;
import nmos.harness.compare.CompareOptions;
import nmos.harness.compare.Comparison;
import nmos.harness.compare.ComparisonFile;
import nmos.harness.compare.Engine;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos compare SCENARIO`: engines side by side on one file, with the same prompts, memory, drive and threads.
@Command(
        name = "compare",
        description = {
            "Measure nmos beside llama.cpp: one model file, the same prompts, threads and memory, in processes of their own that take turns.",
            "Prints a table, writes compare.json. Limits of memory, page cache included, and of the drive want Linux control groups and root."
        },
        footer = {
            "",
            "Examples:",
            "  nmos compare 10-stream-for-real --oracle 1.5b.gguf --pace-disk",
            "  nmos compare my.yaml --oracle big.gguf --draft small.gguf --set speculation.kind=chain --engines nmos,llama.cpp,llama.cpp+draft",
        })
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String scenario = "";

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--oracle", required = true, paramLabel = "FILE", description = "The GGUF file of the model whose tokens count.")
    private Path oracle = Path.of("");

    @Option(names = "--draft", paramLabel = "FILE", description = "That of the model that guesses ahead.")
    private @Nullable Path draft;

    @Option(names = "--engines", split = ",", paramLabel = "NAME",
            description = "Two or more of nmos, llama.cpp and llama.cpp+draft; default: the first two.")
    private List<String> engines = new ArrayList<>(List.of(Engine.NMOS.label, Engine.LLAMA_CPP.label));

    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute, in each; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--repeat", paramLabel = "N", description = "Processes of each engine (${DEFAULT-VALUE}).")
    private int repeat = 3;

    @Option(names = "--memory", paramLabel = "SIZE",
            description = "What each may have, page cache included; default: the scenario's RAM and VRAM, and 256 MiB for the process.")
    private @Nullable String memory;

    @Option(names = "--require-limit", description = "Fail where memory cannot be limited, instead of running without and saying so.")
    private boolean requireLimit;

    @Option(names = "--disk-rate", paramLabel = "RATE", description = "Hold each one's reads to it, as in '300 MB/s'; the bound is told.")
    private @Nullable String diskRate;

    @Option(names = "--pace-disk", description = "The same, at the machine file's speed.")
    private boolean paceDisk;

    @Option(names = "--io", paramLabel = "HOW", description = "How nmos reads files: auto (the default), io_uring, direct or buffered.")
    private Io io = Io.AUTO;

    @Option(names = "--no-mmap", description = "Have llama.cpp read the model into memory of its own instead of mapping it.")
    private boolean noMmap;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (diskRate != null && paceDisk) {
            throw bad("--disk-rate and --pace-disk exclude each other");
        }
        Threads.check(threads);
        if (repeat < 1) {
            throw new BadInput("--repeat " + repeat + ": at least 1 is needed");
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String measuredAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        try (var _ = terminal.stop().hold()) {
            Compare compare = ready();
            Models.refuseWithoutDraft(compare.scenario(), draft);
            String limit = compare.memory().whyNot();
            if (limit != null) {
                terminal.err().println("no memory limit: " + limit);
            }
            Path folder = options.shelfOfRuns("compare-" + compare.scenario().name(), ReadFiles.of(scenario, options.settings(null), List.of()));
            boolean complete = false;
            String failed = null;
            try (Progress progress = terminal.progress("comparing", (long) repeat * engines.size())) {
                complete = compare.run(folder, () -> !terminal.stop().requested(), (done, _, _) -> progress.at(done));
            } catch (CompareException fault) {
                failed = fault.getMessage();
            }
            Comparison result = compare.result(
                    complete, CommandWords.again(spec.commandLine().getParseResult().originalArgs()), load, measuredAt);
            ComparisonFile.write(result, folder);
            if (failed != null) {
                throw new IOException(failed + " (what was measured before is in " + folder + ")");
            }
            if (options.json()) {
                terminal.out().println(ComparisonFile.text(result));
            } else {
                terminal.out().print(CompareText.plain(result));
            }
            terminal.out().flush();
            terminal.err().println((complete ? "wrote " : "interrupted; what there is is in ") + folder);
            return complete ? Failures.OK : Failures.FAILED;
        }
    }

    private Compare ready() throws IOException {
        try {
            return new Compare(asked());
        } catch (CompareException refused) {
            throw new BadInput(String.valueOf(refused.getMessage()));
        }
    }

    private CompareOptions asked() {
        List<Engine> chosen = engines.stream()
                .map(name -> Engine.find(name.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> bad("--engines: " + Spelling.unknown("engine", name, Engine.labels()))))
                .toList();
        if (chosen.size() < 2 || chosen.stream().distinct().count() != chosen.size()) {
            throw bad("--engines " + String.join(",", engines) + ": name two or more, each one once");
        }
        if (chosen.contains(Engine.LLAMA_CPP_DRAFT) && draft == null) {
            throw bad("--engines " + String.join(",", engines) + ": " + Engine.LLAMA_CPP_DRAFT.label
                    + " wants a draft model: name its file with --draft");
        }
        try {
            return new CompareOptions(
                    scenario, options.settings(null), oracle, draft, chosen, threads, repeat, bytes(), requireLimit, diskRate,
                    paceDisk, !noMmap, io.method);
        } catch (IllegalArgumentException impossible) {
            throw bad(String.valueOf(impossible.getMessage()));
        }
    }

    private @Nullable Long bytes() {
        return memory == null ? null : OptionValue.of("--memory", memory, Value::bytes);
    }

    private ParameterException bad(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
