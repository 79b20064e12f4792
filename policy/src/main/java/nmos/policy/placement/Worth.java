package nmos.policy.placement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import nmos.policy.Arithmetic;

/// What keeping shards above a hop can spare it at most: the room is filled with the classes that spare most time per
/// byte, the last of them cut to fit.
final class Worth {
    private final Chain chain;
    /// Per hop: classes by time spared per byte, best first.
    private final int[][] order;

    Worth(Chain chain) {
        this.chain = chain;
        order = new int[chain.tiers() - 1][];
        for (int h = 0; h < order.length; h++) {
            int hop = h;
            List<Integer> classes = new ArrayList<>();
            for (int c = 0; c < chain.classes(); c++) {
                classes.add(c);
            }
            classes.sort((x, y) -> product(chain.hopNs()[y][hop], chain.bytes()[x])
                    .compareTo(product(chain.hopNs()[x][hop], chain.bytes()[y])));
            order[h] = classes.stream().mapToInt(c -> c).toArray();
        }
    }

    /// Time spared on hop `h` by `count[c]` shards of each class that may rest above it, in `bytes` of room.
    long sparedNs(int h, int[] count, long bytes) {
        long ns = 0;
        long left = bytes;
        for (int c : order[h]) {
            long size = chain.bytes()[c];
            if (count[c] * size > left) {
                return ns + left / size * chain.hopNs()[c][h]
                        + Arithmetic.mulDivUp(left % size, chain.hopNs()[c][h], size);
            }
            ns += count[c] * chain.hopNs()[c][h];
            left -= count[c] * size;
        }
        return ns;
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
