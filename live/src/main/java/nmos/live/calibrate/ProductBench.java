package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.Workers;
import nmos.scenarios.shape.TensorType;

/// Times products by type and rows, with weights that have just come. Repeats go round all of them, and come in several visits with
/// other measurements between, so that a disturbance, or half a minute of a slower processor, falls on some repeats of many and not on all of one.
final class ProductBench implements AutoCloseable {
    private static final int SEVERAL = 8;
    private static final int ROUNDS_A_VISIT = 3;

    private final Session session;
    private final Arena arena = Arena.ofShared();
    private final Map<TensorType, List<List<Matrix>>> weights;
    private final Map<TensorType, Products> products = new EnumMap<>(TensorType.class);
    private final Map<TensorType, List<List<Long>>> ns = new EnumMap<>(TensorType.class);
    private final Map<TensorType, int[]> often = new EnumMap<>(TensorType.class);

    ProductBench(Session session, Workers workers, long cacheBytes) {
        this.session = session;
        boolean made = false;
        try {
            weights = Weights.of(session.options, cacheBytes, arena);
            weights.forEach((type, units) -> products.put(type, new Products(units, workers, session.effort.mostRows())));
            made = true;
        } finally {
            if (!made) {
                arena.close();
            }
        }
    }

    Map<TensorType, Products> products() {
        return products;
    }

    /// Every kernel is run until it is compiled, for a lone row and for several, before any is timed: the compiler has them all
    /// in view then, as in a model of several types.
    void warm(double from, double to) {
        int done = 0;
        for (var entry : products.entrySet()) {
            session.watch.at("warming up " + entry.getKey(), from + (to - from) * done++ / products.size());
            Products some = entry.getValue();
            for (int rows : new int[] {1, Math.min(SEVERAL, session.effort.mostRows())}) {
                some.rows(rows);
                session.warm(entry.getKey() + " with " + rows + (rows == 1 ? " row" : " rows"), some.bytes(), some::multiply);
            }
        }
    }

    /// Some rounds over all types and rows.
    void visit(double from, double to) {
        List<Integer> rows = session.effort.rows();
        int rounds = Math.min(session.effort.repeats(), ROUNDS_A_VISIT);
        int steps = rounds * products.size();
        int step = 0;
        for (int round = 0; round < rounds; round++) {
            for (var entry : products.entrySet()) {
                Products some = entry.getValue();
                session.watch.at("products with " + entry.getKey(), from + (to - from) * step++ / steps);
                List<List<Long>> times = ns.computeIfAbsent(
                        entry.getKey(), _ -> rows.stream().<List<Long>>map(_ -> new ArrayList<>()).toList());
                int[] counts = often.computeIfAbsent(entry.getKey(), _ -> new int[rows.size()]);
                for (int r = 0; r < rows.size(); r++) {
                    some.rows(rows.get(r));
                    if (counts[r] == 0) {
                        counts[r] = session.often(some::multiply);
                    }
                    sample(some, counts[r], times.get(r));
                }
            }
        }
    }

    /// Of all visits.
    ProductSpeeds speeds() {
        List<ProductSpeeds.OfType> types = new ArrayList<>();
        ns.forEach((type, times) -> types.add(ofType(type, times)));
        return new ProductSpeeds(types);
    }

    private void sample(Products some, int count, List<Long> times) {
        int left = 1;
        for (int taken = 0; taken < left; taken++) {
            session.watch.goOn();
            long ns = 0;
            for (int i = 0; i < count; i++) {
                ns += some.freshNs();
            }
            times.add(ns / count);
            left = taken == 0 ? session.again(ns) : left;
        }
    }

    private ProductSpeeds.OfType ofType(TensorType type, List<List<Long>> times) {
        List<ProductSpeeds.Point> points = new ArrayList<>();
        for (int r = 0; r < times.size(); r++) {
            int rows = session.effort.rows().get(r);
            Timing time = session.told("products", type + " with " + rows + (rows == 1 ? " row" : " rows"),
                    Timing.of(times.get(r).stream().mapToLong(Long::longValue).toArray()));
            points.add(new ProductSpeeds.Point(rows, time));
        }
        Plausible.rising(session, type, points);
        List<List<Matrix>> units = weights.get(type);
        String matrices = units == null ? "" : units.getFirst().stream()
                .map(m -> m.rows() + "x" + m.cols())
                .collect(Collectors.joining(" "));
        return new ProductSpeeds.OfType(type, bytes(type), matrices, points);
    }

    private long bytes(TensorType type) {
        Products some = products.get(type);
        return some == null ? 0 : some.bytes();
    }

    @Override
    public void close() {
        arena.close();
    }
}
