package nmos.live.kv;

/// What KV may take of a tier, in bytes: for the layers computed there, whose pages hold up to `positionsPerPage` positions, and
/// for pages of layers computed in tiers above. Tier 0 is the spill file and computes nothing.
public record KvTier(String name, int positionsPerPage, long placeBytes, long spillBytes) {
    public KvTier {
        if (positionsPerPage < 0 || placeBytes < 0 || spillBytes < 0) {
            throw new IllegalArgumentException("KV in " + name + ": " + positionsPerPage + " positions in a page, " + placeBytes
                    + " bytes where it is computed, " + spillBytes + " bytes of spilled pages");
        }
    }
}
