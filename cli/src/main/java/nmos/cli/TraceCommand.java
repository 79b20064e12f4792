package nmos.cli;

import picocli.CommandLine.Command;

/// `nmos trace`: what people did at a keyboard, and when.
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = "Look into typing traces, import recordings, and generate people at keyboards.",
        subcommands = {TraceStatsCommand.class, TraceImportCommand.class, TraceSynthCommand.class},
        footer = {"", "Example:", "  nmos trace stats traces/data/composing-chat.jsonl"})
final class TraceCommand {}
