package nmos.policy.placement;

import nmos.policy.Facts;

final class MmapLru implements Placement {
    @Override
    public Plan plan(Facts facts, PlacementKnobs knobs) {
        throw new PlacementException("MmapLru");
    }
}
