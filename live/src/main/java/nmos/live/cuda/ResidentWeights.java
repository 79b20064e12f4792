package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.model.FirstNumbers;
import nmos.live.device.Opened;
import nmos.live.device.Storage;
import nmos.live.kernel.Matrix;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelWeights;

/// All weights of a small model on the device. A layer's tensors that lie together in the file do so there, so that experts stay as far apart as
/// they were.
public final class ResidentWeights implements AutoCloseable {
    private static final long ALIGNMENT = 256;
    /// Neighbours in the file up to this far apart are one run of bytes here.
    private static final long GAP = 4096;

    private final Gpu gpu;
    private final Opened open = new Opened();
    private final ModelWeights weights;
    private final FirstNumbers first;

    public ResidentWeights(Gpu gpu, ModelWeights file) {
        this.gpu = gpu;
        boolean whole = false;
        try {
            var layers = new LayerWeights[file.layers().length];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = put(file.layers()[i]);
            }
            Matrix head = file.head();
            MemorySegment at = room(head.data().address(), head.data().byteSize());
            weights = new ModelWeights(file.embedding(), layers, file.outputNorm(), put(head, at), file.ropeFactors());
            boolean tied = file.embedding().data().address() == head.data().address();
            first = tied
                    ? new FirstNumbers.OnDevice(weights.head())
                    : new FirstNumbers.FromHost(file.embedding()::unpackRow);
            gpu.driver().synchronise(gpu.compute());
            whole = true;
        } finally {
            if (!whole) {
                // copies may be under way to what is freed
                Driver.giveBack(() -> gpu.driver().synchronise(gpu.compute()));
                close();
            }
        }
    }

    /// What lies together in the file lies together here.
    private LayerWeights put(LayerWeights layer) {
        List<MemorySegment> parts = new ArrayList<>();
        layer.moved(matrix -> {
            parts.add(matrix.data());
            return matrix;
        });
        parts.sort(Comparator.comparingLong(MemorySegment::address));
        NavigableMap<Long, Long> runs = new TreeMap<>();
        for (MemorySegment part : parts) {
            Map.Entry<Long, Long> before = runs.lastEntry();
            long end = part.address() + part.byteSize();
            if (before != null && part.address() - before.getValue() <= GAP) {
                runs.put(before.getKey(), Math.max(end, before.getValue()));
            } else {
                runs.put(part.address(), end);
            }
        }
        NavigableMap<Long, MemorySegment> rooms = new TreeMap<>();
        runs.forEach((from, end) -> rooms.put(from, room(from, end - from)));
        return layer.moved(matrix -> {
            long address = matrix.data().address();
            Map.Entry<Long, MemorySegment> room = Objects.requireNonNull(rooms.floorEntry(address));
            return put(matrix, room.getValue().asSlice(address - room.getKey(), matrix.data().byteSize()));
        });
    }

    private Matrix put(Matrix matrix, MemorySegment at) {
        gpu.driver().copyToDevice(at.address(), matrix.data(), gpu.compute());
        return new Matrix(matrix.type(), matrix.rows(), matrix.cols(), at);
    }

    /// Room for so many bytes, as aligned as an address they come from.
    private MemorySegment room(long like, long bytes) {
        long inBlock = like % ALIGNMENT;
        Storage.Held held = gpu.memory().allocate(inBlock + bytes, ALIGNMENT);
        open.add(() -> held.leave().run());
        return held.data().asSlice(inBlock, bytes);
    }

    /// With matrices that name device memory, but for the embedding, which is where it was.
    public ModelWeights weights() {
        return weights;
    }

    /// The embedding is here where it is the head, too.
    FirstNumbers first() {
        return first;
    }

    @Override
    public void close() {
        open.close();
    }
}
