package nmos.live.calibrate;

import java.util.List;

/// How thoroughly is measured.
///
/// @param rows of a product
/// @param layerRows of whole layers, from which what a layer costs beside its products is fitted
/// @param narrow width of a made-up layer whose products are a small part of it
/// @param wide that of one like a model's, where no model is given
/// @param readBytes sizes of reads, and of copies
/// @param depths pieces in flight at the drive
/// @param scratchBytes the file that is written where there is none to read
/// @param sampleBytes what one sample of the drive moves, where its requests are smaller
/// @param contexts earlier tokens that attention reads
/// @param unitElements numbers of weights in the products of a sample, at most
/// @param repeats of every sample; of products, in each visit, at most three
/// @param sampleNs the least that a sample takes
/// @param warmUpNs the longest that a kernel is run before it counts
/// @param commands round trips through the event loop
public record Effort(
        List<Integer> rows,
        List<Integer> layerRows,
        int narrow,
        int wide,
        List<Long> readBytes,
        List<Integer> depths,
        long scratchBytes,
        long sampleBytes,
        List<Integer> contexts,
        long unitElements,
        int repeats,
        long sampleNs,
        long warmUpNs,
        int commands) {

    /// Minutes, at most four.
    public static final Effort FULL = new Effort(
            List.of(1, 2, 4, 8, 16, 32, 64, 128, 256),
            List.of(1, 2, 4, 8, 16, 32, 64),
            256,
            1024,
            List.of(4L << 10, 16L << 10, 64L << 10, 256L << 10, 1L << 20, 4L << 20, 16L << 20, 64L << 20),
            List.of(1, 2, 4, 8, 16, 32),
            1L << 30,
            64L << 20,
            List.of(64, 128, 256, 512, 1024, 2048),
            24_000_000,
            7,
            4_000_000,
            15_000_000_000L,
            400);

    /// Under half a minute.
    public static final Effort QUICK = new Effort(
            List.of(1, 2, 4, 8, 16, 32, 64, 256),
            List.of(1, 4, 16, 64),
            256,
            1024,
            List.of(4L << 10, 64L << 10, 1L << 20, 16L << 20, 64L << 20),
            List.of(1, 4, 16),
            256L << 20,
            16L << 20,
            List.of(64, 256, 1024),
            6_000_000,
            3,
            1_000_000,
            2_500_000_000L,
            150);

    public Effort {
        rows = List.copyOf(rows);
        layerRows = List.copyOf(layerRows);
        readBytes = List.copyOf(readBytes);
        depths = List.copyOf(depths);
        contexts = List.copyOf(contexts);
        if (rows.isEmpty() || rows.getFirst() != 1 || layerRows.isEmpty() || readBytes.isEmpty() || depths.isEmpty()
                || contexts.isEmpty() || repeats < 1) {
            throw new IllegalArgumentException("each part of a calibration needs a point, rows beginning with 1, and a repeat");
        }
    }

    /// As short, with products of as many weights as `other`'s: how fast they go depends on it.
    Effort withUnitsOf(Effort other) {
        return new Effort(
                rows, layerRows, narrow, wide, readBytes, depths, scratchBytes, sampleBytes, contexts, other.unitElements, repeats,
                sampleNs, warmUpNs, commands);
    }

    /// For a GPU, which is done with a layer's products before a clock can tell: larger ones, and longer texts.
    public Effort onGpu() {
        return new Effort(
                rows, layerRows, narrow, 4 * wide, readBytes, depths, scratchBytes, sampleBytes, contexts.stream().map(c -> 4 * c).toList(),
                8 * unitElements, repeats, sampleNs, warmUpNs, commands);
    }

    int mostRows() {
        return Math.max(rows.getLast(), layerRows.getLast());
    }
}
