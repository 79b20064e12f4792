package nmos.harness.validate;

import java.nio.file.Path;
import java.util.List;
import nmos.live.world.LiveOptions;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// What is to be held side by side, and how.
///
/// @param simulatedOnly settings that only the simulator hears of: what a wrong machine file would say
/// @param acceptance replayed: the simulator is told what each measured run accepted
/// @param folder for the validation and its runs; there, and empty
/// @param command what makes all this again
public record Trial(
        String scenario,
        List<String> settings,
        List<String> simulatedOnly,
        LiveOptions live,
        int repetitions,
        Validation.Acceptance acceptance,
        @Nullable Double maxErrorShare,
        Path folder,
        String command) {
    public Trial {
        settings = List.copyOf(settings);
        simulatedOnly = List.copyOf(simulatedOnly);
        if (repetitions < 1) {
            throw new IllegalArgumentException("--repetitions " + repetitions + ": at least 1 is needed");
        }
    }
}
