package nmos.policy.placement;

import java.util.function.Supplier;

/// The placements there are, each with its name in scenario files.
public enum Placements {
    MMAP_LRU("mmap-lru", MmapLru::new),
    PINNED("pinned", Pinned::new),
    HYBRID("hybrid", Hybrid::new);

    public final String label;
    private final Supplier<Placement> constructor;

    Placements(String label, Supplier<Placement> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    public Placement create() {
        return new WithExperts(constructor.get());
    }
}
