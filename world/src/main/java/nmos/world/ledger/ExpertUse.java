package nmos.world.ledger;

import java.util.stream.LongStream;

/// `found[t]`: of the experts that routers chose, those that lay in tier `t` just then, and in none above. `routings`: how often a
/// layer's router chose for a pass.
public record ExpertUse(long[] found, long routings) {
    public long chosen() {
        return LongStream.of(found).sum();
    }
}
