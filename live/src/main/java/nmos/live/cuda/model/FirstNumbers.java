package nmos.live.cuda.model;

import nmos.live.kernel.Matrix;
import nmos.live.model.Embedding;

/// Where a token's first numbers come from.
public sealed interface FirstNumbers {
    /// Made on the host and copied.
    record FromHost(Embedding embedding) implements FirstNumbers {}

    /// Rows of a matrix on the device.
    record OnDevice(Matrix embedding) implements FirstNumbers {}
}
