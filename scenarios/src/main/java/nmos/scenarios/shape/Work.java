package nmos.scenarios.shape;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What computing weights for a row takes: bytes in all and those of matrices by how they are stored, multiplications and
/// additions, and what layers do beside their products, counted in numbers that are normed, turned, gated or added.
public record Work(
        long bytes, Map<TensorType, Long> matrixBytes, long flopsPerRow, int layers, long elementsPerRow) {

    public Work {
        Map<TensorType, Long> ordered = new EnumMap<>(TensorType.class);
        ordered.putAll(matrixBytes);
        matrixBytes = Collections.unmodifiableMap(ordered);
    }

    /// The same in so many bytes.
    Work in(long size) {
        return new Work(size, matrixBytes, flopsPerRow, layers, elementsPerRow);
    }

    /// The same with other matrices.
    Work of(Map<TensorType, Long> matrices) {
        return new Work(bytes, matrices, flopsPerRow, layers, elementsPerRow);
    }

    /// One after the other.
    public static Work sum(Collection<Work> parts) {
        long bytes = 0;
        Map<TensorType, Long> matrices = new EnumMap<>(TensorType.class);
        long flops = 0;
        int layers = 0;
        long elements = 0;
        for (Work part : parts) {
            bytes += part.bytes;
            part.matrixBytes.forEach((type, size) -> matrices.merge(type, size, Long::sum));
            flops += part.flopsPerRow;
            layers += part.layers;
            elements += part.elementsPerRow;
        }
        return new Work(bytes, matrices, flops, layers, elements);
    }
}
