package nmos.notebooks.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

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

    @Option(names = "--with", arity = "1..*", paramLabel = "COMMAND", description = "Run this, such as jupyter-lab, with the kernel in its reach.")
    private List<String> with = new ArrayList<>();

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
                return Execution.finished(jupyter.process(false, with).inheritIO().start());
            }
            if (Jupyter.program(Jupyter.NBCONVERT).isEmpty()) {
                throw wrong("no " + Jupyter.NBCONVERT + " on the PATH: " + Jupyter.HOW_TO_GET_IT);
            }
            Path folder = Files.createDirectories(out == null ? home.resolve("target/executed") : out);
            List<Path> failed = new ArrayList<>();
            for (Path notebook : chosen()) {
                long beganNs = System.nanoTime();
                switch (Execution.of(notebook, jupyter, folder, cellSeconds)) {
                    case Execution.Done done -> {
                        Path shown = html == null ? done.file() : page(jupyter, done.file(), Files.createDirectories(html));
                        System.out.printf("%s  %d s%n", shown, (System.nanoTime() - beganNs) / 1_000_000_000);
                    }
                    case Execution.Failed fault -> {
                        failed.add(notebook);
                        System.err.print(fault.told());
                    }
                }
            }
            return failed.isEmpty() ? OK : FAILED;
        }
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

    private static Path page(Jupyter jupyter, Path executed, Path folder) throws IOException, InterruptedException {
        Process process = jupyter.process(true, List.of(
                        Jupyter.program(Jupyter.NBCONVERT).orElseThrow().toString(), "--to", "html",
                        "--output-dir", folder.toAbsolutePath().toString(), executed.toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(jupyter.log().toFile())
                .start();
        if (Execution.finished(process) != 0) {
            throw new IOException(executed + ": no page could be made of it: " + Files.readString(jupyter.log()).strip());
        }
        return folder.resolve(executed.getFileName().toString().replaceFirst("\\.ipynb$", ".html"));
    }
}
