package nmos.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command itself. Subcommands are listed here and nowhere else.
@Command(
        name = "nmos",
        description = "Predict and measure language models that do not fit the GPU.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Version.class,
        subcommands = {
            QuickstartCommand.class,
            SimulateCommand.class,
            BoundCommand.class,
            ReplayCommand.class,
            LiveCommand.class,
            SweepCommand.class,
            CalibrateCommand.class,
            ValidateCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            TuneCommand.class,
            PublishedCommand.class,
            BenchCommand.class,
            ModelCommand.class,
            ScoutCommand.class,
            TraceCommand.class,
        },
        footer = {"", "Example:", "  nmos simulate 02-72b-on-4gb"})
final class Nmos {

    /// The command line, ready to execute: its subcommands print to `terminal`.
    static CommandLine commandLine(Terminal terminal) {
        return connect(new CommandLine(new Nmos(), new CommandFactory(terminal)), terminal);
    }

    /// Has a command and the subcommands it has by now speak to `terminal`, and fail as [Failures] says.
    static CommandLine connect(CommandLine command, Terminal terminal) {
        return command.setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::badArguments)
                .setExecutionExceptionHandler(Failures::failed)
                .setExecutionStrategy(Nmos::execute);
    }

    /// Help that was asked of a command that does not exist must not look like that command's help.
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.subcommand() != null) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!command.getSubcommands().isEmpty() && !last.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(command, last.unmatched());
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
