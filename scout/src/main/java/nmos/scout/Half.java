package nmos.scout;

import java.nio.charset.StandardCharsets;

/// Labelled prompts in two halves by a hash of their text: scouts are written and trained looking at one and judged on the
/// other. The halves stay the same whatever else the file holds, and in whatever order.
public enum Half {
    ALL,
    DEV,
    TEST;

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_FACTOR = 0x100000001b3L;

    public boolean holds(String text) {
        return switch (this) {
            case ALL -> true;
            case DEV -> isDev(text);
            case TEST -> !isDev(text);
        };
    }

    /// FNV-1a over UTF-8, folded.
    private static boolean isDev(String text) {
        long hash = FNV_START;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_FACTOR;
        }
        return ((hash ^ (hash >>> 32)) & 1) == 0;
    }
}
