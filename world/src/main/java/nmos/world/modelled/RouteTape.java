package nmos.world.modelled;

import java.util.List;

/// What the routers of a model chose for the tokens of a text: `chosen.get(token)[layer]` are numbers of experts, in rising order,
/// of the `layer`-th of the layers that have any.
public record RouteTape(List<int[][]> chosen) {
    public RouteTape {
        chosen = List.copyOf(chosen);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("a tape of no tokens");
        }
    }

    int tokens() {
        return chosen.size();
    }
}
