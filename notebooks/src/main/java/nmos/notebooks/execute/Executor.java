package nmos.notebooks.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Executes notebooks by nbconvert, as Jupyter itself would; several at once, where they are asked for at once.
public final class Executor {
    /// Said by nbconvert before each cell of code that it hands to the kernel.
    private static final String CELL = "Executing cell:";
    /// Said by nbconvert before what the kernel told of a failure.
    private static final String FAULT = "Error: ";
    /// What nbconvert puts around the cell, which is told already.
    private static final String RULE = "------------------";
    private static final int MOST_LINES = 40;

    private final Jupyter jupyter;
    private final int cellSeconds;

    /// @param cellSeconds what a cell may take
    public Executor(Jupyter jupyter, int cellSeconds) {
        this.jupyter = jupyter;
        this.cellSeconds = cellSeconds;
    }

    /// Leaves the executed notebook in the folder `out`.
    ///
    /// @throws IOException where it is no notebook, or there is no nbconvert; one line
    public Execution execute(Path notebook, Path out) throws IOException, InterruptedException {
        Notebook read = Notebook.read(notebook);
        String seconds = Integer.toString(cellSeconds);
        Converted converted = convert(List.of(
                "--to", "notebook", "--execute", "--log-level", "DEBUG",
                "--ExecutePreprocessor.kernel_name=" + read.kernel(),
                "--ExecutePreprocessor.timeout=" + seconds,
                "--ExecutePreprocessor.startup_timeout=" + seconds,
                "--output-dir", out.toAbsolutePath().toString(),
                notebook.toAbsolutePath().toString()));
        if (converted.done()) {
            return new Execution.Done(out.resolve(notebook.getFileName()));
        }
        String log = converted.log();
        int cell = (int) log.lines().filter(line -> line.contains(CELL)).count();
        List<Notebook.Cell> code = read.code();
        String source = cell == 0 || code.isEmpty() ? "" : code.get(Math.min(cell, code.size()) - 1).source();
        return new Execution.Failed(notebook, cell, source, said(log));
    }

    /// Leaves an executed notebook as a page in the folder `out`.
    public Path page(Path executed, Path out) throws IOException, InterruptedException {
        Converted converted = convert(
                List.of("--to", "html", "--output-dir", out.toAbsolutePath().toString(), executed.toAbsolutePath().toString()));
        if (!converted.done()) {
            throw new IOException(executed + ": no page could be made of it: " + converted.log().strip().lines().reduce("", (_, last) -> last));
        }
        return out.resolve(executed.getFileName().toString().replaceFirst("\\.ipynb$", ".html"));
    }

    /// Whether nbconvert did what it was asked for, and all that it said.
    private record Converted(boolean done, String log) {}

    private Converted convert(List<String> arguments) throws IOException, InterruptedException {
        Path log = jupyter.log();
        Process process = jupyter.nbconvert(arguments).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Converted(finished(process) == 0, new String(Files.readAllBytes(log), UTF_8));
    }

    /// The exit status. One that is waited for in vain is ended, and ends its kernel.
    static int finished(Process process) throws InterruptedException {
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return process.waitFor();
        } catch (InterruptedException ended) {
            process.destroy();
            throw ended;
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(end);
            } catch (IllegalStateException shuttingDown) {
                // then the hook runs
            }
        }
    }

    private static String said(String log) {
        List<String> lines = log.replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
        int from = Math.max(0, lines.size() - MOST_LINES);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(FAULT)) {
                from = i;
            }
        }
        List<String> fault = lines.subList(from, lines.size());
        int rule = fault.lastIndexOf(RULE);
        List<String> told = rule < 0 || rule == fault.size() - 1 ? fault : fault.subList(rule + 1, fault.size());
        return told.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
    }
}
