package nmos.policy.experts;

import java.util.List;

/// What may be set about experts. `roomBytes`: per tier, how much of them may rest there at the most, beside those on their way
/// (`Long.MAX_VALUE`: whatever fits). `ahead`: whether guesses of what the next layer needs are fetched.
public record ExpertKnobs(ExpertCaches cache, ExpertPlaces compute, List<Long> roomBytes, boolean ahead) {
    public ExpertKnobs {
        roomBytes = List.copyOf(roomBytes);
    }
}
