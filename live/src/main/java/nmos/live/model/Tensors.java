package nmos.live.model;

import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufTensor;
import nmos.live.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// The tensors of a file in the shapes a model needs; another shape is an error that names the tensor and both shapes.
final class Tensors {
    /// Any number of rows will do.
    static final int ANY = -1;

    private final Gguf gguf;

    Tensors(Gguf gguf) {
        this.gguf = gguf;
    }

    boolean has(String name) {
        return gguf.find(name) != null;
    }

    Matrix matrix(String name, int rows, int cols) {
        GgufTensor tensor = needed(name, shape(rows, cols));
        boolean fits = tensor.cols() == cols && (rows == ANY || tensor.rows() == rows) && tensor.rows() <= Integer.MAX_VALUE / 2;
        if (!fits || tensor.rows() < 1) {
            throw refuse(tensor, shape(rows, cols));
        }
        return new Matrix(tensor.type(), (int) tensor.rows(), cols, tensor.data());
    }

    /// A stack of `count` matrices of equal shape.
    Matrix[] matrices(String name, int count, int cols) {
        String shape = "(" + count + ", any, " + cols + ")";
        GgufTensor tensor = needed(name, shape);
        boolean fits = tensor.dims().length == 3 && tensor.dims()[2] == count && tensor.cols() == cols;
        if (!fits || tensor.rows() < count || tensor.rows() > Integer.MAX_VALUE / 2) {
            throw refuse(tensor, shape);
        }
        int rows = (int) tensor.dims()[1];
        Matrix all = new Matrix(tensor.type(), rows * count, cols, tensor.data());
        var matrices = new Matrix[count];
        for (int i = 0; i < count; i++) {
            matrices[i] = all.slice(i * rows, rows);
        }
        return matrices;
    }

    FeedForward.Dense checked(String prefix, FeedForward.Dense expert, int width) {
        if (expert.up().rows() != expert.inner()) {
            throw refuse(gguf.tensor(prefix + "ffn_up_exps.weight"), shape(expert.inner(), width) + " for each expert");
        }
        if (expert.down().rows() != width) {
            throw refuse(gguf.tensor(prefix + "ffn_down_exps.weight"), shape(width, expert.inner()) + " for each expert");
        }
        return expert;
    }

    float[] vector(String name, int length) {
        GgufTensor tensor = needed(name, "(" + length + ")");
        if (tensor.elements() != length || tensor.cols() != length) {
            throw refuse(tensor, "(" + length + ")");
        }
        float[] vector = new float[length];
        new Matrix(tensor.type(), 1, length, tensor.data()).unpackRow(0, vector, 0);
        return vector;
    }

    float @Nullable [] vectorIfPresent(String name, int length) {
        return has(name) ? vector(name, length) : null;
    }

    private GgufTensor needed(String name, String shape) {
        GgufTensor tensor = gguf.find(name);
        if (tensor == null) {
            throw GgufException.of(gguf.path().toString(), "tensor " + name, "missing, " + shape + " expected");
        }
        return tensor;
    }

    private static String shape(int rows, int cols) {
        return "(" + (rows == ANY ? "any" : rows) + ", " + cols + ")";
    }

    private GgufException refuse(GgufTensor tensor, String expected) {
        var found = new StringBuilder("(");
        for (int i = tensor.dims().length - 1; i >= 0; i--) {
            found.append(tensor.dims()[i]).append(i > 0 ? ", " : ")");
        }
        return GgufException.of(
                gguf.path().toString(), "tensor " + tensor.name(), "is " + found + ", " + expected + " expected");
    }
}
