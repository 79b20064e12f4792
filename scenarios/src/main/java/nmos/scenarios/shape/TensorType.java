package nmos.scenarios.shape;

/// How GGUF stores the numbers of a tensor: `blockElements` numbers share a block of `blockBytes`. Ids and sizes are those of
/// ggml's `ggml_type` and block structures.
public enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    public final int id;
    public final int blockElements;
    public final int blockBytes;

    TensorType(int id, int blockElements, int blockBytes) {
        this.id = id;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /// Bytes of `elements` numbers, which must be whole blocks.
    public long bytes(long elements) {
        if (elements % blockElements != 0) {
            throw new IllegalArgumentException(elements + " elements are not whole " + this + " blocks");
        }
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }
}
