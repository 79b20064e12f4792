package nmos.notebooks.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// One notebook, executed from its first cell to its last, or to the first that fails.
public sealed interface Execution {
    /// Said by nbconvert before each cell of code that it hands to the kernel.
    String CELL = "Executing cell:";
    /// Said by nbconvert before what the kernel told of a failure.
    String FAULT = "Error: ";
    /// What nbconvert puts around the cell, which is told already.
    String RULE = "------------------";
    int MOST_LINES = 40;

    /// All cells went through; `file` is the notebook with their outputs.
    record Done(Path file) implements Execution {}

    /// `cell` is the number of the code cell that was executed last, from 1, or 0 where none was; `said` what was said of it.
    record Failed(Path notebook, int cell, String source, String said) implements Execution {
        /// What went wrong where, then the cell, then all that was said.
        public String told() {
            String where = cell == 0 ? notebook + ": before its first cell" : notebook + ": cell " + cell + " of its code";
            return where + " failed\n" + source.strip().indent(4) + said.strip().indent(2);
        }
    }

    /// Leaves the executed notebook in the folder `out`, which is there.
    static Execution of(Path notebook, Jupyter jupyter, Path out, int cellSeconds) throws IOException, InterruptedException {
        Notebook read = Notebook.read(notebook);
        Path program = Jupyter.program(Jupyter.NBCONVERT)
                .orElseThrow(() -> new IOException("no " + Jupyter.NBCONVERT + " on the PATH: " + Jupyter.HOW_TO_GET_IT));
        Process process = jupyter.process(true, List.of(
                        program.toString(), "--to", "notebook", "--execute", "--log-level", "DEBUG",
                        "--ExecutePreprocessor.kernel_name=" + read.kernel(),
                        "--ExecutePreprocessor.timeout=" + cellSeconds,
                        "--ExecutePreprocessor.startup_timeout=" + cellSeconds,
                        "--output-dir", out.toAbsolutePath().toString(),
                        notebook.toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(jupyter.log().toFile())
                .start();
        int code = finished(process);
        if (code == 0) {
            return new Done(out.resolve(notebook.getFileName()));
        }
        String log = new String(Files.readAllBytes(jupyter.log()), UTF_8);
        int cell = (int) log.lines().filter(line -> line.contains(CELL)).count();
        return new Failed(notebook, cell, cell == 0 ? "" : read.code().get(Math.min(cell, read.code().size()) - 1).source(), said(log));
    }

    /// The end of one that is waited for in vain takes the kernel with it.
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
