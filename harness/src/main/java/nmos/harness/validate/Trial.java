package nmos.harness.validate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.world.LiveOptions;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// What is to be held side by side, and how.
///
/// @param simulatedOnly settings that only the simulator hears of: what a wrong machine file would say
/// @param warmUp whether a run that does not count goes first: code is slow until it is compiled
/// @param acceptance replayed: the simulator is told what each measured run accepted
/// @param folder for the validation and its runs; there, and empty
/// @param command what makes all this again
public record Trial(
        String scenario,
        List<String> settings,
        List<String> simulatedOnly,
        LiveOptions live,
        boolean warmUp,
        int repetitions,
        Validation.Acceptance acceptance,
        @Nullable Double maxErrorShare,
        Path folder,
        String command) {
    /// One of several settings, in a folder of its own; the first of them warms up for all. `again` makes this one again.
    public Trial at(Grid.Point point, boolean first, String again) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(point.settings());
        return new Trial(
                scenario,
                all,
                simulatedOnly,
                point.unpaced() ? live.unpaced() : live,
                warmUp && first,
                repetitions,
                point.predicted() ? Validation.Acceptance.PREDICTED : acceptance,
                maxErrorShare,
                folder.resolve(point.name()),
                again);
    }

    /// The same, left elsewhere.
    public Trial in(Path other) {
        return new Trial(
                scenario, settings, simulatedOnly, live, warmUp, repetitions, acceptance, maxErrorShare, other, command);
    }

    public Trial {
        settings = List.copyOf(settings);
        simulatedOnly = List.copyOf(simulatedOnly);
        if (repetitions < 1) {
            throw new IllegalArgumentException("--repetitions " + repetitions + ": at least 1 is needed");
        }
    }
}
