package nmos.live.world;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import nmos.live.cuda.NoRoomException;
import nmos.live.cuda.driver.CudaException;
import nmos.live.device.Storage;
import nmos.live.device.TierMemory;
import nmos.live.disk.Drive;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import org.jspecify.annotations.Nullable;

/// The memory of every tier, and which shard is in which piece of it. What rests in a tier has a piece of its own size; what
/// passes through goes to slots of one size, which never have to be made again. A slot may be larger than what is in it, which is
/// within the budget only where slots are all that passes: where a shard larger than a slot comes by on its way home, as the plan
/// set no slot aside for, every piece has the size of its shard.
///
/// Loop thread, but for [#at]: a shard that is being read stays where it is.
final class Shards implements AutoCloseable {
    private final Facts facts;
    private final Plan plan;
    private final List<TierMemory> tiers = new ArrayList<>();
    /// (shard, tier)
    private final TierMemory.@Nullable Piece[] pieces;
    /// by tier: what passes through goes to slots
    private final boolean[] slots;

    Shards(Facts facts, Plan plan, IntFunction<Storage> storage) {
        this.facts = facts;
        this.plan = plan;
        pieces = new TierMemory.@Nullable Piece[facts.shards().size() * facts.tiers().size()];
        slots = new boolean[facts.tiers().size()];
        for (int tier = 0; tier < facts.tiers().size(); tier++) {
            Facts.Tier of = facts.tiers().get(tier);
            tiers.add(new TierMemory(of.name(), tier == 0 ? 0 : of.budgetBytes() - of.reservedBytes(), storage.apply(tier)));
            slots[tier] = !plan.caches() && slotsHoldAllThatPasses(tier);
        }
    }

    private boolean slotsHoldAllThatPasses(int tier) {
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            if (passes(shard, tier) && facts.shards().get(shard).bytes() > plan.slotBytes()[tier]) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(int shard, int tier) {
        return plan.home()[shard] != tier && plan.compute()[shard] >= tier;
    }

    /// The drive reads into the lowest tier of memory, and may be told of it beforehand.
    void readBy(Drive drive) {
        tiers.get(1).tell(memory -> drive.register(memory)::close);
    }

    /// Makes what the plan says that will be needed: slots, and pieces for what rests somewhere. A cache's pieces are made as they come, those
    /// of experts too, since where they will lie the plan only guesses. What cannot be made now is asked for again when it is needed, and
    /// then missed.
    void prepare() {
        try {
            for (int tier = 1; tier < tiers.size(); tier++) {
                for (int slot = 0; slots[tier] && slot < plan.slots()[tier]; slot++) {
                    tiers.get(tier).prepare(plan.slotBytes()[tier]);
                }
            }
            for (int shard = 0; shard < facts.shards().size(); shard++) {
                if (plan.home()[shard] > 0 && !facts.shards().get(shard).expert()) {
                    tiers.get(plan.home()[shard]).prepare(facts.shards().get(shard).bytes());
                }
            }
        } catch (CudaException | NoRoomException later) {
            // whoever fetches a shard hears of it
        }
    }

    /// Makes room for a shard that comes into a tier.
    MemorySegment take(int shard, int tier) {
        long bytes = facts.shards().get(shard).bytes();
        TierMemory.Piece piece = tiers.get(tier).take(slots[tier] && passes(shard, tier) ? plan.slotBytes()[tier] : bytes);
        pieces[index(shard, tier)] = piece;
        return piece.data();
    }

    /// So much of a tier is for weights now: what KV has taken is not.
    void limit(int tier, long bytes) {
        tiers.get(tier).limit(bytes);
    }

    /// A look now and then: memory of tiers in which nothing was since the last look goes back to the system, as somebody was away
    /// for long enough.
    void freeEmptyTiers() {
        tiers.forEach(TierMemory::freeIfUnused);
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
