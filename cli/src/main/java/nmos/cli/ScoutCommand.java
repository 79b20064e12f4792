package nmos.cli;

import picocli.CommandLine.Command;

/// `nmos scout`: guessing what a half-typed prompt is about.
@Command(
        name = "scout",
        mixinStandardHelpOptions = true,
        description = "Judge what guesses the intent of a half-typed prompt.",
        subcommands = {ScoutEvalCommand.class},
        footer = {"", "Example:", "  nmos scout eval prompts.jsonl"})
final class ScoutCommand {}
