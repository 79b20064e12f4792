package nmos.sim;

import java.util.function.BooleanSupplier;
import nmos.policy.Arithmetic;
import nmos.policy.Facts;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.Faults;
import nmos.sim.fault.Pressure;

/// Plays the episodes in which others take memory, one after the other, for as long as anybody is there.
final class Pressures {
    /// Hears of a tier's new budget.
    interface Ears {
        void pressed(int tier, long budgetBytes);
    }

    private static final int MILLION = 1_000_000;

    private final Calendar calendar;
    private final Facts facts;
    private final Faults faults;
    private final BooleanSupplier gone;
    private final Ears ears;

    Pressures(Calendar calendar, Facts facts, Faults faults, BooleanSupplier gone, Ears ears) {
        this.calendar = calendar;
        this.facts = facts;
        this.faults = faults;
        this.gone = gone;
        this.ears = ears;
    }

    void begin() {
        if (faults.pressed()) {
            plan(0, 0);
        }
    }

    private void plan(long index, long afterNs) {
        Pressure episode = faults.episode(index, afterNs);
        calendar.at(episode.startNs(), () -> {
            if (gone.getAsBoolean()) {
                return;
            }
            long budget = facts.tiers().get(episode.tier()).budgetBytes();
            ears.pressed(episode.tier(), budget - Arithmetic.mulDivUp(budget, episode.takenPpm(), MILLION));
            calendar.at(episode.endNs(), () -> {
                ears.pressed(episode.tier(), budget);
                plan(index + 1, episode.endNs());
            });
        });
    }
}
