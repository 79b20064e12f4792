package nmos.reports.timeline;

import java.util.List;

/// What became of the experts of one layer in a run. `layer` is its name. `routings`: passes in which its router spoke; `chosen`: experts it
/// chose in all of them, and `foundIn[t]` those of them that lay in tier `t` just then, and in none above. `broughtBytes[h]`: what
/// fetches over hop `h` brought, needed or guessed. `guessed`: experts that guesses named before the router spoke, `right` those of
/// them that it chose, and `chosenAfterGuess` all that it chose in such passes.
public record ExpertLayer(
        String layer,
        long routings,
        long chosen,
        List<Long> foundIn,
        List<Long> broughtBytes,
        long guessed,
        long right,
        long chosenAfterGuess) {
    public ExpertLayer {
        foundIn = List.copyOf(foundIn);
        broughtBytes = List.copyOf(broughtBytes);
    }

    /// All layers of a run as one.
    public static ExpertLayer all(List<ExpertLayer> layers) {
        return new ExpertLayer(
                "all",
                layers.stream().mapToLong(ExpertLayer::routings).sum(),
                layers.stream().mapToLong(ExpertLayer::chosen).sum(),
                sums(layers.stream().map(ExpertLayer::foundIn).toList()),
                sums(layers.stream().map(ExpertLayer::broughtBytes).toList()),
                layers.stream().mapToLong(ExpertLayer::guessed).sum(),
                layers.stream().mapToLong(ExpertLayer::right).sum(),
                layers.stream().mapToLong(ExpertLayer::chosenAfterGuess).sum());
    }

    private static List<Long> sums(List<List<Long>> each) {
        return each.stream().reduce((a, b) -> {
            Long[] sum = a.toArray(Long[]::new);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += b.get(i);
            }
            return List.of(sum);
        }).orElse(List.of());
    }
}
