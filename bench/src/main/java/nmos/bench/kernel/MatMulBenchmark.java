package nmos.bench.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import nmos.live.kernel.Grid;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.Workers;
import nmos.live.quant.Dequantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Milliseconds to multiply rows with 4096 x 4096 weights. Weights wander through a quarter of a gigabyte, so that one row meets
/// them in memory, as in decoding. For scale: bytes per second of one row against [PeakBenchmark#stream], multiplications
/// per second of 64 rows against [PeakBenchmark#multiply].
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx1g"})
public class MatMulBenchmark {
    private static final int SIZE = 4_096;
    private static final long MEMORY_BYTES = 256L << 20;

    @Param
    public TensorType type = TensorType.F32;

    @Param({"1", "4", "16", "64", "256"})
    public int rows;

    @Param("1")
    public int threads;

    private final Arena arena = Arena.ofShared();
    private final PackedRows x = new PackedRows();
    private Workers workers = new Workers(1);
    private MatMul matMul = new MatMul(workers);
    private Matrix[] weights = {};
    private float[] y = {};
    private int next;

    @Setup
    public void setUp() {
        workers = new Workers(threads);
        matMul = new MatMul(workers);
        long bytes = type.bytes((long) SIZE * SIZE);
        weights = new Matrix[(int) Math.max(1, MEMORY_BYTES / bytes)];
        var random = new Random(1);
        MemorySegment first = arena.allocate(bytes, 64);
        RandomBlocks.fill(type, first, 1 / Math.sqrt(SIZE), random);
        for (int i = 0; i < weights.length; i++) {
            MemorySegment data = i == 0 ? first : arena.allocate(bytes, 64).copyFrom(first);
            weights[i] = new Matrix(type, SIZE, SIZE, data);
        }
        float[] given = new float[rows * SIZE];
        for (int i = 0; i < given.length; i++) {
            given[i] = (float) random.nextGaussian();
        }
        x.pack(Grid.of(type), given, SIZE, rows, SIZE);
        y = new float[rows * SIZE];
    }

    @Benchmark
    public float[] multiply() {
        next = (next + 1) % weights.length;
        matMul.multiply(weights[next], x, y, SIZE);
        return y;
    }

    @TearDown
    public void tearDown() {
        double[] last = Dequantise.numbers(
                type, weights[next].data(), (SIZE - 1) * weights[next].rowBytes(), SIZE);
        float[] row = new float[SIZE];
        x.copyRow(rows - 1, row);
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += last[i] * row[i];
        }
        if (!(Math.abs(y[rows * SIZE - 1] - sum) < 1e-3)) {
            throw new IllegalStateException(type + ": " + y[rows * SIZE - 1] + " where " + sum + " was due");
        }
        workers.close();
        arena.close();
    }
}
