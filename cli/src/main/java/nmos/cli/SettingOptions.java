package nmos.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command that reads a scenario understands.
final class SettingOptions {
    static final String JSON = "Print one JSON object on stdout when the command ends by itself, everything else on stderr; one that is"
            + " interrupted may print none.";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Override a field of the scenario, as in speculation.k=8; may be repeated.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Override the scenario's seed.")
    private @Nullable Long seed;

    @Option(names = "--json", description = JSON)
    private boolean json;

    /// Overrides as the scenario loader takes them; `--seed` is one of them, and the last word on it.
    List<String> settings() {
        List<String> settings = new ArrayList<>(set);
        if (seed != null) {
            settings.add("seed=" + seed);
        }
        return List.copyOf(settings);
    }

    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    boolean json() {
        return json;
    }
}
