package nmos.world.bound;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import nmos.policy.Arithmetic;
import nmos.policy.Facts;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.PivotSelectionRule;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.linear.UnboundedSolutionException;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/// The linear program of dividing shards among (home, place of computation) for the least pass time, seen from its dual:
/// prices for time and room.
///
/// The solver works in floating point, so its optimum may be off either way. But any prices give a lower bound: at
/// these prices each shard takes its cheapest way, and what that costs, less what the room is worth, no plan can beat.
/// So the prices come from the solver, and the bound from exact arithmetic on them.
final class Program {
    /// No byte of room is worth more than this many times the longest step over the largest shard. A limit keeps rounding
    /// from making prices grow without end, and prices under a limit still prove a bound.
    private static final double DEAREST = 1e4;

    /// Far more than a program of this size needs.
    private static final MaxIter MOST_PIVOTS = new MaxIter(10_000);

    private static final double[] EPSILONS = {1e-6, 1e-9};

    /// Prices of time below this are rounding: they prove nothing.
    private static final double NO_PRICE = 1e-9;

    /// Prices that prove this share of what the solver says are those it meant.
    private static final double AS_SAID = .999;

    private static final int PPM_DIGITS = 6;

    private final Facts facts;
    private final int tiers;
    /// Equal shards, the ways each of them can go.
    private final List<Group> groups = new ArrayList<>();
    private final long[] roomBytes;
    private final long[] pinBytes;

    /// `countPpm`: how many of them a pass visits, in millionths: of experts, what is to be expected.
    private record Group(long countPpm, List<Way> ways) {
        double count() {
            return countPpm / 1e6;
        }
    }

    /// What one shard with this home and place of computation takes: time on hops and, last, in the chain of computes;
    /// bytes of budget and of pin limit by tier.
    private record Way(int compute, long[] ns, long[] bytes, long[] pinned) {}

    Program(Facts facts, List<Long> pins, int rows) {
        this.facts = facts;
        tiers = facts.tiers().size();
        Map<List<Long>, List<Integer>> alike = new LinkedHashMap<>();
        long all = 0;
        for (int s = 0; s < facts.shards().size(); s++) {
            alike.computeIfAbsent(likeness(s, rows), key -> new ArrayList<>()).add(s);
            all = Math.addExact(all, Math.addExact(facts.shards().get(s).bytes(), facts.kvReserveBytes(s)));
        }
        for (List<Integer> shards : alike.values()) {
            groups.add(new Group(visitedPpm(shards, rows), ways(shards.getFirst(), rows)));
        }
        roomBytes = new long[tiers];
        pinBytes = new long[tiers];
        for (int t = 1; t < tiers; t++) {
            Facts.Tier tier = facts.tiers().get(t);
            roomBytes[t] = Math.min(all, tier.budgetBytes() - tier.reservedBytes());
            pinBytes[t] = Math.min(all, pins.get(t));
        }
        refuseWithoutRoom();
    }

    /// The prices at which the bound is greatest.
    Prices prices() {
        int n = tiers + 2 * (tiers - 1) + groups.size();
        // Columns: time prices (hops, computes), budget and pin prices of tiers 1 and up, and what a shard of each group costs.
        long longest = 1;
        long largest = 1;
        for (Group group : groups) {
            for (Way way : group.ways) {
                for (int k = 0; k < tiers; k++) {
                    longest = Math.max(longest, way.ns[k]);
                    largest = Math.max(largest, way.bytes[k]);
                }
            }
        }
        double timeScale = longest;
        double byteScale = largest;
        List<LinearConstraint> constraints = new ArrayList<>();
        double[] sum = new double[n];
        double[] gain = new double[n];
        for (int k = 0; k < tiers; k++) {
            sum[k] = 1;
        }
        constraints.add(new LinearConstraint(sum, Relationship.LEQ, 1));
        for (int t = 1; t < tiers; t++) {
            gain[tiers + t - 1] = -roomBytes[t] / byteScale;
            gain[2 * tiers + t - 2] = -pinBytes[t] / byteScale;
        }
        for (int column = tiers; column < 3 * tiers - 2; column++) {
            double[] row = new double[n];
            row[column] = 1;
            constraints.add(new LinearConstraint(row, Relationship.LEQ, DEAREST));
        }
        for (int g = 0; g < groups.size(); g++) {
            int column = 3 * tiers - 2 + g;
            gain[column] = groups.get(g).count();
            for (Way way : groups.get(g).ways) {
                double[] row = new double[n];
                row[column] = 1;
                for (int k = 0; k < tiers; k++) {
                    row[k] = -way.ns[k] / timeScale;
                }
                for (int t = 1; t < tiers; t++) {
                    row[tiers + t - 1] = -way.bytes[t] / byteScale;
                    row[2 * tiers + t - 2] = -way.pinned[t] / byteScale;
                }
                constraints.add(new LinearConstraint(row, Relationship.LEQ, 0));
            }
        }
        return dearest(gain, constraints, timeScale, byteScale);
    }

    /// Now and then the solver takes rounding for an unbounded program, goes round in circles, or ends at prices that are none, or that prove far less
    /// than it says, down to nothing; another rule for its pivots then goes another way. Where none succeeds, those are taken that prove most, at the
    /// least time in the chain of computes as all that has a price.
    private Prices dearest(double[] gain, Collection<LinearConstraint> constraints, double timeScale, double byteScale) {
        double[] computesAlone = new double[gain.length];
        computesAlone[tiers - 1] = 1;
        Prices best = scaled(computesAlone, timeScale / byteScale);
        long most = leastNs(best);
        for (PivotSelectionRule rule : PivotSelectionRule.values()) {
            for (double epsilon : EPSILONS) {
                try {
                    PointValuePair end = new SimplexSolver(epsilon)
                            .optimize(
                                    new LinearObjectiveFunction(gain, 0),
                                    new LinearConstraintSet(constraints),
                                    GoalType.MAXIMIZE,
                                    new NonNegativeConstraint(true),
                                    MOST_PIVOTS,
                                    rule);
                    double[] point = end.getPoint();
                    if (!Arrays.stream(point).allMatch(Double::isFinite) || Arrays.stream(point, 0, tiers).sum() <= NO_PRICE) {
                        continue;
                    }
                    Prices prices = scaled(point, timeScale / byteScale);
                    long proven = leastNs(prices);
                    if (proven > most) {
                        best = prices;
                        most = proven;
                    }
                    if (proven >= AS_SAID * end.getValue() * timeScale) {
                        return best;
                    }
                } catch (UnboundedSolutionException | TooManyIterationsException rounding) {
                    // the next rule or tolerance
                }
            }
        }
        return best;
    }

    private void refuseWithoutRoom() {
        BigInteger kv = BigInteger.ZERO;
        BigInteger room = BigInteger.ZERO;
        for (int s = 0; s < facts.shards().size(); s++) {
            kv = kv.add(BigInteger.valueOf(facts.kvReserveBytes(s)));
        }
        for (int t = 1; t < tiers; t++) {
            if (facts.tiers().get(t).computes()) {
                room = room.add(BigInteger.valueOf(Math.max(0, roomBytes[t])));
            }
        }
        if (kv.compareTo(room) > 0) {
            throw new IllegalArgumentException(
                    "no placement fits the budgets, even with shards cut to any size: KV needs " + kv
                            + " bytes and the tiers that compute have room for " + room);
        }
    }

    private Prices scaled(double[] point, double perByte) {
        Prices prices = new Prices(new double[tiers], new double[tiers], new double[tiers]);
        for (int k = 0; k < tiers; k++) {
            prices.time()[k] = Math.max(0, point[k]);
        }
        for (int t = 1; t < tiers; t++) {
            prices.budget()[t] = Math.max(0, point[tiers + t - 1] * perByte);
            prices.pin()[t] = Math.max(0, point[2 * tiers + t - 2] * perByte);
        }
        return prices;
    }

    /// What these prices prove, in exact arithmetic.
    long leastNs(Prices prices) {
        BigDecimal worth = BigDecimal.ZERO;
        for (Group group : groups) {
            worth = worth.add(cost(cheapest(group, prices), prices).multiply(BigDecimal.valueOf(group.countPpm, PPM_DIGITS)));
        }
        BigDecimal time = BigDecimal.ZERO;
        for (int t = 0; t < tiers; t++) {
            worth = worth.subtract(times(prices.budget()[t], roomBytes[t])).subtract(times(prices.pin()[t], pinBytes[t]));
            time = time.add(new BigDecimal(prices.time()[t]));
        }
        return Math.max(0, worth.divide(time, 0, RoundingMode.CEILING).longValueExact());
    }

    /// The resource whose time is dearest.
    String limit(Prices prices) {
        int dearest = 0;
        for (int k = 1; k < tiers; k++) {
            dearest = prices.time()[k] > prices.time()[dearest] ? k : dearest;
        }
        if (dearest < tiers - 1) {
            return facts.tiers().get(dearest).name() + " -> " + facts.tiers().get(dearest + 1).name();
        }
        TreeSet<Integer> places = new TreeSet<>();
        for (Group group : groups) {
            places.add(cheapest(group, prices).compute);
        }
        return "compute in " + String.join(" and ", places.descendingSet().stream()
                .map(t -> facts.tiers().get(t).name())
                .toList());
    }

    private static Way cheapest(Group group, Prices prices) {
        Way best = group.ways.getFirst();
        for (Way way : group.ways) {
            best = cost(way, prices).compareTo(cost(best, prices)) < 0 ? way : best;
        }
        return best;
    }

    private static BigDecimal cost(Way way, Prices prices) {
        BigDecimal cost = BigDecimal.ZERO;
        for (int k = 0; k < way.ns.length; k++) {
            cost = cost.add(times(prices.time()[k], way.ns[k]))
                    .add(times(prices.budget()[k], way.bytes[k]))
                    .add(times(prices.pin()[k], way.pinned[k]));
        }
        return cost;
    }

    private static BigDecimal times(double price, long amount) {
        return new BigDecimal(price).multiply(BigDecimal.valueOf(amount));
    }

    private long visitedPpm(List<Integer> shards, int rows) {
        return shards.stream()
                .mapToLong(shard -> facts.shards().get(shard).visits().passPpm(rows))
                .sum();
    }

    /// An expert that is visited is computed for a row at least.
    private long leastComputeNs(int shard, int tier, int rows) {
        return facts.computeNs(shard, tier, facts.shards().get(shard).expert() ? 1 : rows);
    }

    private List<Way> ways(int shard, int rows) {
        List<Way> ways = new ArrayList<>();
        long bytes = facts.shards().get(shard).bytes();
        for (int compute = 0; compute < tiers; compute++) {
            for (int home = 0; home <= compute && facts.tiers().get(compute).computes(); home++) {
                Way way = new Way(compute, new long[tiers], new long[tiers], new long[tiers]);
                for (int h = home; h < compute; h++) {
                    way.ns[h] = Arithmetic.mulDiv(bytes, 1_000_000_000L, facts.hops().get(h).bytesPerSec());
                }
                way.ns[tiers - 1] = leastComputeNs(shard, compute, rows);
                way.bytes[home] += bytes;
                way.bytes[compute] += facts.kvReserveBytes(shard);
                way.pinned[home] = bytes;
                ways.add(way);
            }
        }
        return ways;
    }

    private List<Long> likeness(int shard, int rows) {
        List<Long> likeness = new ArrayList<>(List.of(facts.shards().get(shard).bytes(), facts.kvReserveBytes(shard)));
        for (int t = 0; t < tiers; t++) {
            likeness.add(facts.tiers().get(t).computes() ? leastComputeNs(shard, t, rows) : -1L);
        }
        return likeness;
    }
}
