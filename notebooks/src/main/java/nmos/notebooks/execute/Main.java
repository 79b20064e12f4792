package nmos.notebooks.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `notebooks/run`: executes notebooks, or starts something of Jupyter's that knows their kernel.
@Command(
        name = "notebooks/run",
        description = "Execute notebooks from first cell to last, and say which cell of which fails. Outputs go to a folder of their own.",
        footer = {
            "",
            "Examples:",
            "  notebooks/run",
            "  notebooks/run --html pages notebooks/1-first-prediction.ipynb",
            "  notebooks/run --with jupyter-lab notebooks"
        })
public final class Main implements Callable<Integer> {
    private static final long NS_PER_SEC = 1_000_000_000;
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @SuppressWarnings("unused") // picocli sees to it
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this.")
    private boolean help;

    @Parameters(paramLabel = "NOTEBOOK", arity = "0..*", description = "Files to execute; default: all that ship.")
    private List<Path> notebooks = new ArrayList<>();

    @Option(names = "--home", hidden = true, description = "The folder of the notebooks that ship; the launcher says it.")
    private Path home = Path.of("notebooks");

    @Option(names = "--runs", paramLabel = "DIR", description = "Where cells find and leave runs; default: runs.")
    private Path runs = Path.of("runs");

    @Option(names = "--out", paramLabel = "DIR", description = "Where executed notebooks go; default: notebooks/target/executed.")
    private @Nullable Path out;

    @Option(names = "--html", paramLabel = "DIR", description = "Leave each as a page, too.")
    private @Nullable Path html;

    @Option(names = "--cell-seconds", paramLabel = "S", description = "What a cell may take; default: ${DEFAULT-VALUE}.")
    private int cellSeconds = 900;

    @Option(names = "--with", paramLabel = "COMMAND", parameterConsumer = Rest.class,
            description = "Run this, such as jupyter-lab, with the kernel in its reach. All that follows belongs to it.")
    private List<String> with = new ArrayList<>();

    /// Options of another program are none of ours.
    static final class Rest implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
            if (left.isEmpty()) {
                throw new ParameterException(command.commandLine(), "--with: what is to be run?");
            }
            List<String> all = new ArrayList<>();
            while (!left.isEmpty()) {
                all.add(left.pop());
            }
            option.setValue(all);
        }
    }

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main())
                .setParameterExceptionHandler((fault, _) -> {
                    fault.getCommandLine().getErr().println("notebooks/run: " + fault.getMessage() + " (see notebooks/run --help)");
                    return BAD_INPUT;
                })
                .setExecutionExceptionHandler((fault, command, _) -> {
                    command.getErr().println("notebooks/run: " + fault.getMessage());
                    return FAILED;
                });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (cellSeconds < 1) {
            throw wrong("--cell-seconds " + cellSeconds + ": at least 1 is needed");
        }
        try (Jupyter jupyter = new Jupyter(runs)) {
            if (!with.isEmpty()) {
                return Executor.finished(jupyter.process(with).inheritIO().start());
            }
            return execute(new Executor(jupyter, cellSeconds));
        }
    }

    private int execute(Executor executor) throws IOException, InterruptedException {
        Path executed = Files.createDirectories(out == null ? home.resolve("target/executed") : out);
        int code = OK;
        for (Path notebook : chosen()) {
            long beganNs = System.nanoTime();
            switch (executor.execute(notebook, executed)) {
                case Execution.Done done -> {
                    Path shown = html == null ? done.file() : executor.page(done.file(), Files.createDirectories(html));
                    System.out.printf("%s  %d s%n", shown, (System.nanoTime() - beganNs) / NS_PER_SEC);
                }
                case Execution.Failed failed -> {
                    code = FAILED;
                    System.err.print(failed.told());
                }
            }
        }
        return code;
    }

    private List<Path> chosen() throws IOException {
        if (!notebooks.isEmpty()) {
            for (Path notebook : notebooks) {
                if (!Files.isRegularFile(notebook)) {
                    throw wrong(notebook + ": no such file");
                }
            }
            return notebooks;
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }
}
