package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.List;
import nmos.journal.RunReport;

/// Adds up what one tier holds.
final class TierBook {
    final StepCounter budget = new StepCounter();
    final StepCounter weights = new StepCounter();
    final StepCounter kv = new StepCounter();
    final StepCounter spilled = new StepCounter();
    final StepCounter pages = new StepCounter();
    /// KV per token of the layers computed here, as far as they have been.
    long kvBytesPerToken;

    private final int tier;
    private final RunReport.Tier what;

    private TierBook(int tier, RunReport.Tier what) {
        this.tier = tier;
        this.what = what;
        if (what.budgetBytes() != null) {
            budget.set(0, what.budgetBytes());
        }
    }

    static List<TierBook> of(List<RunReport.Tier> tiers) {
        List<TierBook> books = new ArrayList<>();
        for (int tier = 0; tier < tiers.size(); tier++) {
            books.add(new TierBook(tier, tiers.get(tier)));
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
