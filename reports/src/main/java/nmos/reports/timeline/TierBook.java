package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.List;
import nmos.journal.RunReport;

/// Adds up what one tier holds.
final class TierBook {
    final StepCounter budget;
    final StepCounter weights;
    final StepCounter kv;
    final StepCounter spilled;
    final StepCounter pages;
    /// KV per token of the layers computed here, as far as they have been.
    long kvBytesPerToken;

    private final int tier;
    private final RunReport.Tier what;

    private TierBook(int tier, RunReport.Tier what, Room room) {
        budget = new StepCounter(room);
        weights = new StepCounter(room);
        kv = new StepCounter(room);
        spilled = new StepCounter(room);
        pages = new StepCounter(room);
        this.tier = tier;
        this.what = what;
        if (what.budgetBytes() != null) {
            budget.set(0, what.budgetBytes());
        }
    }

    static List<TierBook> of(List<RunReport.Tier> tiers, Room room) {
        List<TierBook> books = new ArrayList<>();
        for (int tier = 0; tier < tiers.size(); tier++) {
            books.add(new TierBook(tier, tiers.get(tier), room));
        }
        return books;
    }

    TierUse use() {
        Long reserved = what.reservedBytes();
        return new TierUse(
                tier,
                what.name(),
                reserved == null ? 0 : reserved,
                what.budgetBytes() == null ? null : budget.steps(),
                weights.steps(),
                kv.steps(),
                spilled.steps(),
                pages.steps());
    }
}
