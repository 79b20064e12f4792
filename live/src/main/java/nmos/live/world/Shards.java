package nmos.live.world;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.device.TierMemory;
import nmos.live.disk.Drive;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import org.jspecify.annotations.Nullable;

/// The memory of every tier, and which shard is in which piece of it. What rests in a tier has a piece of its own size; what
/// passes through goes to slots of one size, which never have to be made again.
///
/// Loop thread, but for [#at]: a shard that is being read stays where it is.
final class Shards implements AutoCloseable {
    private final Facts facts;
    private final Plan plan;
    private final List<TierMemory> tiers = new ArrayList<>();
    /// (shard, tier)
    private final TierMemory.@Nullable Piece[] pieces;

    Shards(Facts facts, Plan plan) {
        this.facts = facts;
        this.plan = plan;
        pieces = new TierMemory.@Nullable Piece[facts.shards().size() * facts.tiers().size()];
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            Facts.Tier of = facts.tiers().get(tier);
            tiers.add(new TierMemory(of.name(), tier == 0 ? 0 : of.budgetBytes() - of.reservedBytes()));
        }
    }

    /// The drive reads into the lowest tier of memory, and may be told of it beforehand.
    void readBy(Drive drive) {
        tiers.get(1).tell(memory -> drive.register(memory)::close);
    }

    /// Makes room for a shard that comes into a tier.
    MemorySegment take(int shard, int tier) {
        long bytes = facts.shards().get(shard).bytes();
        boolean passesThrough = !plan.caches() && plan.home()[shard] != tier && plan.slotBytes()[tier] >= bytes;
        TierMemory.Piece piece = tiers.get(tier).take(passesThrough ? plan.slotBytes()[tier] : bytes);
        pieces[index(shard, tier)] = piece;
        return piece.data();
    }

    /// So much of a tier is for weights now: what KV has taken is not.
    void limit(int tier, long bytes) {
        tiers.get(tier).limit(bytes);
    }

    /// Memory of tiers in which nothing is goes back to the system: somebody was away for long enough.
    void freeEmptyTiers() {
        tiers.forEach(TierMemory::freeIfEmpty);
    }

    /// A shard has left a tier, or never arrived.
    void giveBack(int shard, int tier) {
        TierMemory.Piece piece = pieces[index(shard, tier)];
        if (piece == null) {
            throw new IllegalStateException("shard " + shard + " is not in " + facts.tiers().get(tier).name());
        }
        pieces[index(shard, tier)] = null;
        tiers.get(tier).giveBack(piece);
    }

    MemorySegment at(int shard, int tier) {
        TierMemory.Piece piece = pieces[index(shard, tier)];
        if (piece == null) {
            throw new IllegalStateException("shard " + shard + " is not in " + facts.tiers().get(tier).name());
        }
        return piece.data();
    }

    boolean holds(int shard, int tier) {
        return pieces[index(shard, tier)] != null;
    }

    private int index(int shard, int tier) {
        return shard * facts.tiers().size() + tier;
    }

    @Override
    public void close() {
        tiers.forEach(TierMemory::close);
    }
}
