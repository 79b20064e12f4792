package nmos.cli;

import picocli.CommandLine.Command;

/// `nmos model`: files of weights.
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Look into model files, make up models and matched pairs of a given shape, record rank tapes.",
        subcommands = {InspectCommand.class, SynthCommand.class, PairCommand.class, TapeCommand.class},
        footer = {"", "Example:", "  nmos model inspect qwen2.5-72b-q3_k_m.gguf"})
final class ModelCommand {}
