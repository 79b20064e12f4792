package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.device.Storage;
import nmos.live.kernel.Matrix;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelWeights;

/// All weights of a small model on the device. Tensors that lie one after the other in the file do so there.
public final class ResidentWeights implements AutoCloseable {
    private final Scratch scratch;
    private final ModelWeights weights;

    public ResidentWeights(Gpu gpu, ModelWeights file) {
        scratch = new Scratch(gpu.memory());
        var layers = new LayerWeights[file.layers().length];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = put(gpu, file.layers()[i]);
        }
        Matrix head = put(gpu, file.head());
        weights = new ModelWeights(file.embedding(), layers, file.outputNorm(), head, file.ropeFactors());
    }

    /// A layer as one run of bytes, as its tensors lie in the file.
    private LayerWeights put(Gpu gpu, LayerWeights layer) {
        long[] range = {Long.MAX_VALUE, 0};
        layer.moved(matrix -> {
            range[0] = Math.min(range[0], matrix.data().address());
            range[1] = Math.max(range[1], matrix.data().address() + matrix.data().byteSize());
            return matrix;
        });
        long begin = range[0] & -Scratch.ALIGNMENT;
        Storage.Held piece = scratch.piece(range[1] - begin);
        LayerWeights there = layer.moved(matrix -> {
            MemorySegment at = piece.data().asSlice(matrix.data().address() - begin, matrix.data().byteSize());
            gpu.driver().copyToDevice(at.address(), matrix.data(), gpu.compute());
            return new Matrix(matrix.type(), matrix.rows(), matrix.cols(), at);
        });
        gpu.driver().synchronise(gpu.compute());
        return there;
    }

    private Matrix put(Gpu gpu, Matrix matrix) {
        long inBlock = matrix.data().address() % Scratch.ALIGNMENT;
        MemorySegment at = scratch.piece(inBlock + matrix.data().byteSize()).data().asSlice(inBlock, matrix.data().byteSize());
        gpu.driver().copyToDevice(at.address(), matrix.data(), gpu.compute());
        gpu.driver().synchronise(gpu.compute());
        return new Matrix(matrix.type(), matrix.rows(), matrix.cols(), at);
    }

    /// With matrices that name device memory, but for the embedding, which is where it was.
    public ModelWeights weights() {
        return weights;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
