package nmos.notebooks.kernel;

import org.jspecify.annotations.Nullable;

/// Where a cell leaves what its last expression gave. JShell itself tells only how that reads as text; cells run in the process of
/// the kernel, so the object can be had.
public final class Last {
    private static @Nullable Object value;

    private Last() {}

    /// Called by snippets.
    public static synchronized void keep(@Nullable Object given) {
        value = given;
    }

    static synchronized @Nullable Object take() {
        Object taken = value;
        value = null;
        return taken;
    }
}
