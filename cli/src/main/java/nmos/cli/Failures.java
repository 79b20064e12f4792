package nmos.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import nmos.journal.JournalException;
import nmos.live.cuda.NoRoomException;
import nmos.live.cuda.driver.CudaException;
import nmos.live.gguf.GgufException;
import nmos.live.tokens.TokenizerException;
import nmos.live.world.NoDeviceException;
import nmos.live.world.UnplayableException;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scout.ScoutFileException;
import nmos.traces.file.TraceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What becomes of a command that does not end well: one line on stderr, and an exit code a script can tell apart.
final class Failures {
    static final int OK = 0;
    /// The work went wrong.
    static final int FAILED = 1;
    /// The arguments or a file have to be changed.
    static final int BAD_INPUT = 2;
    /// The comparison that was asked for found a difference.
    static final int DIFFERENT = 3;

    private Failures() {}

    static int badArguments(ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + oneLine(problem(fault)) + " (see " + name + " --help)");
        return BAD_INPUT;
    }

    /// Where a command was to be named, a word that is no option is taken for one.
    private static @Nullable String problem(ParameterException fault) {
        if (fault instanceof UnmatchedArgumentException unmatched
                && !fault.getCommandLine().getSubcommands().isEmpty()
                && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().getFirst();
            String near = unmatched.getSuggestions().stream().findFirst().map(name -> ", did you mean '" + name + "'?").orElse("");
            return "no command '" + word + "'" + near;
        }
        return fault.getMessage();
    }

    static int failed(Exception fault, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        boolean badInput = isBadInput(fault);
        err.println(name + ": " + (badInput ? "" : "failed: ") + explain(fault));
        if (!badInput) {
            trace(fault, err);
        }
        return badInput ? BAD_INPUT : FAILED;
    }

    /// For whoever looks for the fault in the program, and asks for it.
    static void trace(Exception fault, PrintWriter err) {
        if (Boolean.getBoolean("nmos.trace")) {
            fault.printStackTrace(err);
        }
    }

    private static boolean isBadInput(Exception fault) {
        return fault instanceof BadInput
                || fault instanceof InvalidFile
                || fault instanceof GgufException
                || fault instanceof TokenizerException
                || fault instanceof UnplayableException
                || fault instanceof PlacementException
                || fault instanceof JournalException
                || fault instanceof ScoutFileException
                || fault instanceof TraceException
                || fault instanceof NoSuchFileException
                || fault instanceof AccessDeniedException
                || fault instanceof FileAlreadyExistsException;
    }

    /// What went wrong, in a line.
    static String explain(Throwable fault) {
        String message = switch (fault) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case BadInput bad -> bad.getMessage();
            case InvalidFile invalid -> invalid.getMessage();
            case GgufException unusable -> unusable.getMessage();
            case TokenizerException unusable -> unusable.getMessage();
            case UnplayableException asked -> asked.getMessage();
            case PlacementException impossible -> impossible.getMessage();
            case NoDeviceException missing -> missing.getMessage();
            case CudaException device -> device.getMessage();
            case NoRoomException small -> small.getMessage();
            case IOException io when io.getMessage() != null -> io.getMessage();
            default -> fault.toString();
        };
        return oneLine(message) + because(message, fault.getCause());
    }

    /// The cause, unless the message has said it already.
    private static String because(@Nullable String message, @Nullable Throwable cause) {
        if (cause == null || (message != null && message.contains(String.valueOf(cause.getMessage())))) {
            return "";
        }
        return ", because of " + oneLine(cause.toString());
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
