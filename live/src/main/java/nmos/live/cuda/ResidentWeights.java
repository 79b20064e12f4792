package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Opened;
import nmos.live.device.Storage;
import nmos.live.kernel.Matrix;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelWeights;

/// All weights of a small model on the device. A layer's tensors lie there as they do in the file, so that experts stay as far apart as they
/// were.
public final class ResidentWeights implements AutoCloseable {
    private static final long ALIGNMENT = 256;

    private final Gpu gpu;
    private final Opened open = new Opened();
    private final ModelWeights weights;

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

    /// A layer as one run of bytes.
    private LayerWeights put(LayerWeights layer) {
        long[] range = {Long.MAX_VALUE, 0};
        layer.moved(matrix -> {
            range[0] = Math.min(range[0], matrix.data().address());
            range[1] = Math.max(range[1], matrix.data().address() + matrix.data().byteSize());
            return matrix;
        });
        MemorySegment at = room(range[0], range[1] - range[0]);
        return layer.moved(matrix -> put(matrix, at.asSlice(matrix.data().address() - range[0], matrix.data().byteSize())));
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

    @Override
    public void close() {
        open.close();
    }
}
