package nmos.live.world;

import java.util.ArrayList;
import java.util.List;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvMove;
import nmos.live.kv.KvTier;
import nmos.live.kv.PagedKv;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;

/// KV in pages that the policy opens, moves, folds and releases.
final class PolicyKv implements Kv {
    private final PagedKv pages;
    private final int tiers;

    PolicyKv(Facts facts, Plan plan, KvLayout layout, LiveDevice device) {
        tiers = facts.tiers().size();
        int[] tierOf = new int[layout.layers()];
        long[] bytesPerToken = new long[tiers];
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            Facts.Shard of = facts.shards().get(shard);
            if (of.kind() == Facts.Kind.LAYER) {
                tierOf[of.layer()] = plan.compute()[shard];
                bytesPerToken[plan.compute()[shard]] += of.kvBytesPerToken();
            }
        }
        Facts.Paging paging = facts.kv().paging();
        List<KvTier> places = new ArrayList<>();
        for (int tier = 0; tier < tiers; tier++) {
            Facts.Tier of = facts.tiers().get(tier);
            int positions = bytesPerToken[tier] == 0 ? 0 : (int) (paging.pageBytes() / bytesPerToken[tier]);
            places.add(new KvTier(of.name(), positions, tier == 0 ? 0 : of.budgetBytes(), paging.spillBytes(tier), device.kv(tier)));
        }
        pages = new PagedKv(layout, tierOf, facts.kv().sessions(), places);
    }

    @Override
    public Past past(int session) {
        return pages.branch(session);
    }

    @Override
    public void begin(PassRows rows) {
        pages.begin(rows);
    }

    @Override
    public void planned(int firstLayer, int lastLayer) {
        pages.take(firstLayer, lastLayer);
    }

    @Override
    public void settled(int firstLayer, int lastLayer) {
        pages.computed(firstLayer, lastLayer);
    }

    @Override
    public void end() {
        pages.end();
    }

    @Override
    public void truncate(int session, int position) {
        pages.truncate(session, position);
    }

    @Override
    public void open(int page, int session, int from, int to, int tier) {
        pages.open(page, session, from, to, tier);
    }

    @Override
    public void share(int page, int session) {
        pages.share(page, session);
    }

    @Override
    public void fold(int page) {
        pages.fold(page);
    }

    @Override
    public void release(int page) {
        pages.release(page);
    }

    @Override
    public KvMove move(int page, int firstLayer, int lastLayer, int from, int to) {
        return pages.move(page, firstLayer, lastLayer, from, to);
    }

    @Override
    public void landed(KvMove move) {
        pages.landed(move);
    }

    @Override
    public void dropped(KvMove move) {
        pages.dropped(move);
    }

    @Override
    public long usedBytes() {
        long sum = 0;
        for (int tier = 0; tier < tiers; tier++) {
            sum += pages.placeBytes(tier) + pages.spilledBytes(tier);
        }
        return sum;
    }

    @Override
    public void close() {
        pages.close();
    }
}
