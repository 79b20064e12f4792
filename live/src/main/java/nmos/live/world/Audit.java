package nmos.live.world;

import nmos.policy.Facts;
import nmos.world.ledger.Ledger;

/// What memory holds at the end of a run is what the ledger has on its books. The ledger hears commands and reports alone, so it
/// would not see a piece that was never given back.
final class Audit {
    private Audit() {}

    static void of(Facts facts, Ledger ledger, Shards shards, Kv kv) {
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            for (int tier = 1; tier < facts.tiers().size(); tier++) {
                agree("shard " + shard + " in " + facts.tiers().get(tier).name(), ledger.holds(shard, tier) ? 1 : 0,
                        shards.holds(shard, tier) ? 1 : 0);
            }
        }
        for (int session = 0; session < facts.kv().sessions(); session++) {
            agree("KV positions of session " + session, ledger.kvTokens(session), kv.past(session).length());
        }
        if (facts.kv().paging().present()) {
            agree("bytes of KV pages", ledger.pages().heldBytes(), kv.usedBytes());
        }
    }

    private static void agree(String what, long booked, long held) {
        if (booked != held) {
            throw new IllegalStateException("the run ended with " + what + " at " + held + ", and its books say " + booked);
        }
    }
}
