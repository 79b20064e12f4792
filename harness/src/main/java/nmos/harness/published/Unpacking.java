package nmos.harness.published;

import java.util.Optional;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;

/// What systems do with weights of fewer than 16 bits before a GPU multiplies rows with them, by bits moved for each weight beside reading
/// it once.
enum Unpacking {
    /// One kernel reads four bits and writes sixteen.
    FUSED(16, "one kernel that writes 16 bits a weight: dequantize_int4_to_half in DeepSpeed, dequantize_block and cuBLAS in llama.cpp"),

    /// Kernels of PyTorch, each of which reads its operand from memory and writes its result there: shifted (written in 4 bits a weight) and copied
    /// into every other number (read in 4, 16 touched), masked (read in 4, written in 4) and copied (4, 16), divided (16, 16), added to (16, 16).
    KERNEL_BY_KERNEL(4 + 4 + 16 + 4 + 4 + 4 + 16 + 32 + 32, "decompress in FlexGen's compression.py, kernel by kernel");

    private final Sourced bits;

    Unpacking(long bits, String source) {
        this.bits = new Sourced(bits, Sourced.Kind.ASSUMED, "arithmetic; " + source);
    }

    /// That of a row's system; none where products are taken to read weights as they are stored.
    static Optional<Unpacking> of(Measurement row, Kind kind) {
        if (row.system().startsWith("FlexGen")) {
            return Optional.of(KERNEL_BY_KERNEL);
        }
        boolean whole = row.system().contains("ZeRO-Inference") || (row.system().startsWith("llama.cpp") && kind == Kind.PROMPT);
        return whole ? Optional.of(FUSED) : Optional.empty();
    }

    Speed on(Speed speed) {
        return speed instanceof Speed.Roofline r
                ? new Speed.Roofline(r.bandwidthBytesPerSec(), r.peakOpsPerSec(), r.efficiencyPpm(), bits)
                : speed;
    }
}
