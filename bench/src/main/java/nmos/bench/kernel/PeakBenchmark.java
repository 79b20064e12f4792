package nmos.bench.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one thread of this machine can do, as the kernels meet it: bytes read from memory, and products added up from the
/// first-level cache, per microsecond.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx1g"})
public class PeakBenchmark {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int MEMORY = 64 << 20;
    private static final int CACHED = 4_096;
    private static final int ROUNDS = 16;

    private final float[] memory = new float[MEMORY];
    private final float[] sums = new float[8 * FLOATS.length()];

    /// Bytes.
    @Benchmark
    @OperationsPerInvocation(MEMORY * Float.BYTES)
    public float[] stream() {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        for (int i = 0; i < MEMORY; i += 2 * FLOATS.length()) {
            a = a.add(FloatVector.fromArray(FLOATS, memory, i));
            b = b.add(FloatVector.fromArray(FLOATS, memory, i + FLOATS.length()));
        }
        a.add(b).intoArray(sums, 0);
        return sums;
    }

    /// Products: eight sums in flight, one number read for every four.
    @Benchmark
    @OperationsPerInvocation(CACHED * ROUNDS * 8)
    public float[] multiply() {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        FloatVector one = FloatVector.broadcast(FLOATS, 1.5f);
        FloatVector two = FloatVector.broadcast(FLOATS, 2.5f);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CACHED; i += FLOATS.length()) {
                FloatVector v = FloatVector.fromArray(FLOATS, memory, i);
                FloatVector w = FloatVector.fromArray(FLOATS, memory, i + CACHED);
                s0 = v.fma(one, s0);
                s1 = v.fma(two, s1);
                s2 = w.fma(one, s2);
                s3 = w.fma(two, s3);
                s4 = v.fma(w, s4);
                s5 = w.fma(v, s5);
                s6 = v.fma(v, s6);
                s7 = w.fma(w, s7);
            }
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).intoArray(sums, 0);
        return sums;
    }
}
