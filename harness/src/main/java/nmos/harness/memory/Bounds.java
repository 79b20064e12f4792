package nmos.harness.memory;

import org.jspecify.annotations.Nullable;

/// What processes may have: so much memory, the page cache of the files they read included, and so much of a drive. Null: as
/// much as there is.
public record Bounds(@Nullable Long memoryBytes, @Nullable Rate rate) {
    /// Reads of one drive, however they are made.
    public record Rate(BlockDevice device, long bytesPerSec) {
        public Rate {
            if (bytesPerSec < 1) {
                throw new IllegalArgumentException(bytesPerSec + " bytes/s is no rate");
            }
        }
    }

    public Bounds {
        if (memoryBytes != null && memoryBytes < 1) {
            throw new IllegalArgumentException(memoryBytes + " bytes are no memory");
        }
    }

    static Bounds memory(long bytes) {
        return new Bounds(bytes, null);
    }
}
