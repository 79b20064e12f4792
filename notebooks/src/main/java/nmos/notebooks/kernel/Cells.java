package nmos.notebooks.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.jspecify.annotations.Nullable;

/// Cells of one notebook, one after the other, on the class path of this process.
final class Cells implements AutoCloseable {
    /// Frames of a trace that are told.
    private static final int FRAMES = 8;
    private static final int MOST_LINES = 4 * FRAMES;

    /// What jshell itself imports, and so what people expect.
    private static final List<String> IMPORTS = List.of("java.io.*", "java.math.*", "java.nio.file.*", "java.util.*", "java.util.function.*",
            "java.util.stream.*");

    private final JShell shell;

    Cells() {
        shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .compilerOptions("--class-path", classPath())
                .build();
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /// Absolute: a cell's compiler and its reader may not agree on where they are.
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// What the cell's last expression gave; null where it ends in a statement, or in an expression with a semicolon after it.
    @Nullable Object run(String cell) throws CellFailed {
        Last.take();
        List<Snippet> all = new ArrayList<>();
        String left = cell;
        while (!left.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
            switch (next.completeness()) {
                case EMPTY -> left = "";
                case DEFINITELY_INCOMPLETE -> throw new CellFailed("the cell ends before its last statement does", tail(left));
                case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, UNKNOWN -> {
                    String source = next.source() == null ? left : next.source();
                    left = next.remaining() == null || next.source() == null ? "" : next.remaining();
                    all.addAll(snippets(source));
                }
            }
        }
        for (Snippet snippet : all) {
            requireResolved(snippet);
        }
        String name = all.isEmpty() || cell.stripTrailing().endsWith(";") ? null : named(all.getLast());
        if (name != null) {
            shell.eval("nmos.notebooks.kernel.Last.keep(" + name + ");");
        }
        return Last.take();
    }

    private List<Snippet> snippets(String source) throws CellFailed {
        List<Snippet> snippets = new ArrayList<>();
        for (SnippetEvent event : shell.eval(source)) {
            if (event.causeSnippet() == null) {
                if (event.status() == Snippet.Status.REJECTED) {
                    throw rejected(event.snippet());
                }
                JShellException thrown = event.exception();
                if (thrown != null) {
                    throw threw(thrown, event.snippet());
                }
                snippets.add(event.snippet());
            }
        }
        return snippets;
    }

    /// JShell takes a method that names what is not there yet; at the end of the cell it has to be there.
    private void requireResolved(Snippet snippet) throws CellFailed {
        switch (shell.status(snippet)) {
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> {
                List<String> missing = shell.unresolvedDependencies((DeclarationSnippet) snippet).toList();
                throw missing.isEmpty() ? rejected(snippet) : new CellFailed("not known: " + String.join(", ", missing), tail(snippet.source()));
            }
            case VALID, OVERWRITTEN, DROPPED, REJECTED, NONEXISTENT -> {}
        }
    }

    private static @Nullable String named(Snippet snippet) {
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND -> ((VarSnippet) snippet).name();
            case VAR_VALUE_SUBKIND -> ((ExpressionSnippet) snippet).name();
            default -> null;
        };
    }

    private CellFailed rejected(Snippet snippet) {
        List<Diag> faults = shell.diagnostics(snippet).filter(Diag::isError).toList();
        List<String> details = new ArrayList<>();
        for (Diag fault : faults) {
            int from = Math.clamp(fault.getStartPosition(), 0, snippet.source().length());
            int line = (int) snippet.source().substring(0, from).lines().count();
            details.add(fault.getMessage(Locale.ROOT).lines().map(String::strip).collect(Collectors.joining("; ")));
            snippet.source().lines().skip(Math.max(0, line - 1)).findFirst().ifPresent(text -> details.add("    " + text.strip()));
        }
        return details.isEmpty()
                ? new CellFailed("not Java", tail(snippet.source()))
                : new CellFailed(details.getFirst(), details.subList(1, details.size()));
    }

    private CellFailed threw(JShellException thrown, Snippet snippet) {
        List<String> details = new ArrayList<>(frames(thrown));
        for (Throwable cause = thrown.getCause(); cause != null && details.size() < MOST_LINES; cause = cause.getCause()) {
            details.add("caused by " + told(cause));
            details.addAll(frames(cause));
        }
        details.addAll(tail(snippet.source()));
        return new CellFailed(told(thrown), details);
    }

    private static List<String> frames(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace()).limit(FRAMES).map(frame -> "    at " + frame).toList();
    }

    private String told(Throwable thrown) {
        return switch (thrown) {
            case EvalException eval -> eval.getExceptionClassName() + ": " + eval.getMessage();
            case UnresolvedReferenceException unresolved -> 
                    "not known: " + shell.unresolvedDependencies(unresolved.getSnippet()).collect(Collectors.joining(", "));
            default -> thrown.toString();
        };
    }

    private static List<String> tail(String source) {
        return source.strip().lines().limit(FRAMES).map(line -> "    " + line).toList();
    }

    /// Ends what a cell is doing.
    void stop() {
        shell.stop();
    }

    @Override
    public void close() {
        shell.close();
    }
}
