package nmos.policy.placement;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Facts;

/// Facts and knobs as the numbers a placement weighs: shards grouped into classes that differ in nothing it can see.
///
/// Arrays run over classes (`c`), tiers (`t`) and hops (`h`). `computeNs[c][t]` is -1 where tier `t` does not compute;
/// `roomBytes` are budgets less what is reserved; `apex` is the highest tier that computes,
/// `largestFirst` the classes by size.
record Chain(
        Facts facts,
        int[] classOf,
        int[] size,
        boolean[] head,
        long[] bytes,
        long[] kvBytes,
        long[][] computeNs,
        long[][] hopNs,
        long[][] switchNs,
        long[] roomBytes,
        long[] pinBytes,
        int[] slots,
        int apex,
        int[] largestFirst) {

    static Chain of(Facts facts, PlacementKnobs knobs) {
        int tiers = facts.tiers().size();
        if (knobs.pinBytes().size() != tiers || knobs.slots().size() != tiers) {
            throw new PlacementException("placement: " + tiers + " tiers, but " + knobs.pinBytes().size()
                    + " pin limits and " + knobs.slots().size() + " slot counts; give one of each per tier");
        }
        List<Row> rows = new ArrayList<>();
        int[] classOf = new int[facts.shards().size()];
        for (int s = 0; s < classOf.length; s++) {
            Row row = row(facts, s, knobs.rows());
            int c = rows.indexOf(row);
            if (c < 0) {
                c = rows.size();
                rows.add(row);
            }
            classOf[s] = c;
        }
        int[] size = new int[rows.size()];
        for (int c : classOf) {
            size[c]++;
        }
        int classes = rows.size();
        boolean[] head = new boolean[classes];
        long[] bytes = new long[classes];
        long[] kvBytes = new long[classes];
        long[][] computeNs = new long[classes][tiers];
        long[][] hopNs = new long[classes][tiers - 1];
        for (int c = 0; c < classes; c++) {
            Row row = rows.get(c);
            head[c] = row.head;
            bytes[c] = row.bytes;
            kvBytes[c] = row.kvBytes;
            for (int t = 0; t < tiers; t++) {
                computeNs[c][t] = row.computeNs.get(t);
            }
            for (int h = 0; h < tiers - 1; h++) {
                hopNs[c][h] = facts.hops().get(h).ns(row.bytes);
            }
        }
        long[] roomBytes = new long[tiers];
        long[] pinBytes = new long[tiers];
        int[] slots = new int[tiers];
        int apex = -1;
        for (int t = 0; t < tiers; t++) {
            Facts.Tier tier = facts.tiers().get(t);
            roomBytes[t] = tier.budgetBytes() - tier.reservedBytes();
            pinBytes[t] = knobs.pinBytes().get(t);
            slots[t] = knobs.slots().get(t);
            if (t > 0 && slots[t] < 1) {
                throw new PlacementException("tier " + tier.name() + ": " + slots[t]
                        + " slots; streamed shards need at least one to pass through");
            }
            apex = tier.computes() ? t : apex;
        }
        if (apex < 0) {
            throw new PlacementException("placement: no tier computes; let at least one");
        }
        return new Chain(
                facts,
                classOf,
                size,
                head,
                bytes,
                kvBytes,
                computeNs,
                hopNs,
                switches(facts, knobs.rows()),
                roomBytes,
                pinBytes,
                slots,
                apex,
                largestFirst(bytes));
    }

    int tiers() {
        return roomBytes.length;
    }

    int classes() {
        return size.length;
    }

    boolean computes(int tier) {
        return facts.tiers().get(tier).computes();
    }

    /// Bytes slots of tier `t` take when the largest shard streamed through it has `largest`.
    long slotBytes(int t, long largest) {
        return Math.multiplyExact(slots[t], largest);
    }

    /// Whether shards of class `c` may rest outside storage: parts of the head only where all layers do.
    boolean rests(int c, boolean allResident) {
        return allResident || !head[c];
    }

    long allBytes() {
        long all = 0;
        for (int c = 0; c < size.length; c++) {
            all = Math.addExact(all, Math.multiplyExact(size[c], bytes[c]));
        }
        return all;
    }

    private static long[][] switches(Facts facts, int rows) {
        int tiers = facts.tiers().size();
        long[][] ns = new long[tiers][tiers];
        for (int from = 0; from < tiers; from++) {
            for (int to = 0; to < tiers; to++) {
                ns[from][to] = facts.switchNs(rows, from, to);
            }
        }
        return ns;
    }

    private static int[] largestFirst(long[] bytes) {
        List<Integer> classes = new ArrayList<>();
        for (int c = 0; c < bytes.length; c++) {
            classes.add(c);
        }
        classes.sort((x, y) -> Long.compare(bytes[y], bytes[x]));
        return classes.stream().mapToInt(c -> c).toArray();
    }

    private record Row(boolean head, long bytes, long kvBytes, List<Long> computeNs) {}

    private static Row row(Facts facts, int shard, int rows) {
        List<Long> computeNs = new ArrayList<>();
        for (int t = 0; t < facts.tiers().size(); t++) {
            computeNs.add(facts.tiers().get(t).computes() ? facts.computeNs(shard, t, rows) : -1L);
        }
        Facts.Shard facing = facts.shards().get(shard);
        return new Row(facing.kind() == Facts.Kind.HEAD, facing.bytes(), facts.kvReserveBytes(shard), computeNs);
    }
}
