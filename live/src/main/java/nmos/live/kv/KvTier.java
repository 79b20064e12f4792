package nmos.live.kv;

import nmos.live.device.Storage;

/// What KV may take of a tier, in bytes: for the layers computed there, whose pages hold up to `positionsPerPage` positions, and
/// for pages of layers computed in tiers above. Tier 0 is the spill file and computes nothing. `storage`: what its memory
/// is made of.
public record KvTier(String name, int positionsPerPage, long placeBytes, long spillBytes, Storage storage) {
    public KvTier(String name, int positionsPerPage, long placeBytes, long spillBytes) {
        this(name, positionsPerPage, placeBytes, spillBytes, Storage.HOST);
    }

    public KvTier {
        if (positionsPerPage < 0 || placeBytes < 0 || spillBytes < 0) {
            throw new IllegalArgumentException("KV in " + name + ": " + positionsPerPage + " positions in a page, " + placeBytes
                    + " bytes where it is computed, " + spillBytes + " bytes of spilled pages");
        }
    }
}
