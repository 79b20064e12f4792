package nmos.reports.timeline;

import org.jspecify.annotations.Nullable;

/// What a tier held as time went on. `weightBytes` and `kvBytes` count from the command that asks for their memory; `kvBytes` is of
/// layers computed here. `spilledBytes` is KV of layers computed above that rests here, in memory that is part of what is reserved.
/// `pages`: those of which a part is here. `budgetBytes` is null for storage, and steps where memory pressure changed it.
public record TierUse(
        int tier,
        String name,
        long reservedBytes,
        @Nullable Steps budgetBytes,
        Steps weightBytes,
        Steps kvBytes,
        Steps spilledBytes,
        Steps pages) {

    /// All that counts against the budget.
    public Steps heldBytes() {
        return weightBytes.plus(kvBytes, reservedBytes);
    }
}
