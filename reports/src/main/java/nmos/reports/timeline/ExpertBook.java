package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import nmos.journal.RunReport;

/// Where experts lie, and which of them routers chose there. An expert is a shard of that name, and belongs to the shard before it
/// that is none.
final class ExpertBook {
    private static final String NAME = "expert of ";
    private static final int SHARD_BYTES = 2 * Integer.BYTES;
    private static final int LAYER_BYTES = 300;
    private static final int NO_LAYER = -1;
    private static final int STORAGE = 1;

    private static final class Sums {
        private final String layer;
        private final long[] found;
        private final long[] brought;
        private long routings;
        private long chosen;
        private long guessed;
        private long right;
        private long chosenAfterGuess;
        private long guessedIn;
        private int[] guesses = {};

        Sums(String layer, int tiers) {
            this.layer = layer;
            found = new long[tiers];
            brought = new long[tiers - 1];
        }

        ExpertLayer layer() {
            return new ExpertLayer(layer, routings, chosen, boxed(found), boxed(brought), guessed, right, chosenAfterGuess);
        }

        private static List<Long> boxed(long[] numbers) {
            return LongStream.of(numbers).boxed().toList();
        }
    }

    private final List<RunReport.ShardPlace> shards;
    private final int tiers;
    /// by shard: the number of its layer among those with experts, if it is an expert or such a layer
    private final int[] layerOf;
    /// by shard: tiers where it lies, a bit each
    private final int[] lies;
    private final List<Sums> layers = new ArrayList<>();

    ExpertBook(List<RunReport.ShardPlace> shards, int tiers, Room room) {
        this.shards = shards;
        this.tiers = tiers;
        room.take((long) SHARD_BYTES * shards.size());
        layerOf = new int[shards.size()];
        lies = new int[shards.size()];
        Arrays.fill(layerOf, NO_LAYER);
        Arrays.fill(lies, STORAGE);
        int layer = 0;
        for (int shard = 0; shard < layerOf.length; shard++) {
            if (!expert(shard)) {
                layer = shard;
            } else {
                if (layerOf[layer] == NO_LAYER) {
                    room.take(LAYER_BYTES);
                    layerOf[layer] = layers.size();
                    layers.add(new Sums(shards.get(layer).name(), tiers));
                }
                layerOf[shard] = layerOf[layer];
            }
        }
    }

    private boolean expert(int shard) {
        return shards.get(shard).name().startsWith(NAME);
    }

    void landed(int shard, int hop) {
        lies[shard] |= STORAGE << (hop + 1);
        if (expert(shard)) {
            layers.get(layerOf[shard]).brought[hop] += shards.get(shard).bytes();
        }
    }

    void evicted(int shard, int tier) {
        lies[shard] &= ~(STORAGE << tier);
    }

    void foreseen(long pass, int layer, int[] guesses) {
        Sums sums = of(layer);
        sums.guessedIn = pass;
        sums.guesses = guesses;
    }

    void routed(long pass, int layer, int[] chosen) {
        Sums sums = of(layer);
        sums.routings++;
        sums.chosen += chosen.length;
        boolean guessed = sums.guessedIn == pass && sums.guesses.length > 0;
        for (int expert : chosen) {
            if (expert < 0 || expert >= lies.length) {
                throw new Misfit("shard", expert);
            }
            sums.found[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lies[expert] & ((STORAGE << tiers) - 1))]++;
            sums.right += guessed && Arrays.binarySearch(sums.guesses, expert) >= 0 ? 1 : 0;
        }
        if (guessed) {
            sums.guessed += sums.guesses.length;
            sums.chosenAfterGuess += chosen.length;
            sums.guesses = new int[0];
        }
    }

    private Sums of(int layer) {
        if (layer < 0 || layer >= layerOf.length || layerOf[layer] == NO_LAYER) {
            throw new Misfit("layer with experts", layer);
        }
        return layers.get(layerOf[layer]);
    }

    /// Those of a mixture, in the order of a pass.
    List<ExpertLayer> layers() {
        return layers.stream().map(Sums::layer).toList();
    }
}
