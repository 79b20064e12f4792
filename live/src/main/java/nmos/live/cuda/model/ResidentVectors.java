package nmos.live.cuda.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.gguf.Layouts;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelWeights;
import org.jspecify.annotations.Nullable;

/// Norms and biases of all layers, on the device for good: they are small. 0 stands for one that a model does not have.
final class ResidentVectors implements AutoCloseable {
    private static final long ALIGNMENT = 256;

    record Layer(long attentionNorm, long qBias, long kBias, long vBias, long qNorm, long kNorm, long feedForwardNorm) {}

    private final Driver driver;
    private final long address;
    private final List<Layer> layers = new ArrayList<>();
    private final long outputNorm;

    ResidentVectors(Driver driver, Driver.Stream stream, ModelWeights weights) {
        this.driver = driver;
        long bytes = bytes(weights);
        address = driver.allocate(bytes);
        try (Arena arena = Arena.ofShared()) {
            var to = new Filling(arena.allocate(bytes, ALIGNMENT), address);
            for (LayerWeights w : weights.layers()) {
                layers.add(new Layer(
                        to.put(w.attentionNorm()),
                        to.put(w.qBias()),
                        to.put(w.kBias()),
                        to.put(w.vBias()),
                        to.put(w.qNorm()),
                        to.put(w.kNorm()),
                        to.put(w.feedForwardNorm())));
            }
            outputNorm = to.put(weights.outputNorm());
            driver.copyToDevice(address, to.host, stream);
            driver.synchronise(stream);
        } catch (RuntimeException | Error e) {
            Driver.giveBack(() -> driver.free(address));
            throw e;
        }
    }

    private static final class Filling {
        private final MemorySegment host;
        private final long address;
        private long at;

        Filling(MemorySegment host, long address) {
            this.host = host;
            this.address = address;
        }

        long put(float @Nullable [] vector) {
            if (vector == null) {
                return 0;
            }
            MemorySegment.copy(vector, 0, host, Layouts.FLOAT, at, vector.length);
            long here = at;
            at += padded(vector);
            return address + here;
        }
    }

    private static long padded(float @Nullable [] vector) {
        return vector == null ? 0 : ((long) vector.length * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static long bytes(ModelWeights weights) {
        long bytes = padded(weights.outputNorm());
        for (LayerWeights w : weights.layers()) {
            bytes += padded(w.attentionNorm()) + padded(w.qBias()) + padded(w.kBias()) + padded(w.vBias()) + padded(w.qNorm())
                    + padded(w.kNorm()) + padded(w.feedForwardNorm());
        }
        return bytes;
    }

    Layer layer(int index) {
        return layers.get(index);
    }

    long outputNorm() {
        return outputNorm;
    }

    @Override
    public void close() {
        Driver.giveBack(() -> driver.free(address));
    }
}
