package nmos.policy.kernel;

import nmos.policy.Digest;
import nmos.policy.Facts;
import nmos.policy.experts.ExpertCache;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.policy.placement.Plan;
import org.jspecify.annotations.Nullable;

/// What the running pass needs of a mixture's experts: those of one layer at a time, from when its router has spoken until they are
/// computed, and guesses of the next. Without experts it is never asked for anything.
final class Experts {
    private static final int NONE = -1;

    /// The layer whose router has not spoken, less one; no experts are computed until it has.
    private static final int AWAITED = 0;
    /// The tier its layer is computed in.
    private static final int TIER = 1;
    /// Experts that the pass is known to need and that no compute names.
    private static final int UNNAMED = 2;
    /// Experts that the pass is known to need and that are not computed.
    private static final int LEFT = 3;
    private static final int WIDTH = 4;

    private final Facts facts;
    private final Plan plan;
    private final Books books;
    private final ExpertPlaces places;
    private final boolean ahead;
    private final Fields state;
    /// by shard: rows of the pass that go to an expert still to be computed
    private final Fields rows;
    /// by shard: where it is to be computed
    private final Fields place;
    /// by shard: a compute names it
    private final Fields named;
    /// by shard: it is needed, or perhaps will be
    private final Fields wanted;
    /// The experts needed, rising; and those guessed.
    private final int[] list;
    private int listed;
    private final int[] guessed;
    private int guesses;

    Experts(Facts facts, Plan plan, @Nullable ExpertKnobs knobs, Books books, Digest digest) {
        this.facts = facts;
        this.plan = plan;
        this.books = books;
        places = knobs == null ? ExpertPlaces.WITH_LAYER : knobs.compute();
        ahead = knobs != null && knobs.ahead();
        int shards = facts.shards().size();
        int most = 0;
        for (int shard = 0; shard < shards; shard++) {
            most = Math.max(most, facts.routes(shard) ? facts.expertsOf(shard) : 0);
        }
        int fields = most == 0 ? 0 : shards;
        state = new Fields(WIDTH, 25, digest);
        rows = new Fields(fields, 26, digest);
        place = new Fields(fields, 27, digest);
        named = new Fields(fields, 28, digest);
        wanted = new Fields(fields, 29, digest);
        list = new int[most];
        guessed = new int[most];
    }

    /// Whether experts follow a shard.
    boolean follow(int shard) {
        return facts.routes(shard);
    }

    boolean is(int shard) {
        return facts.shards().get(shard).expert();
    }

    /// By shard, what may not make way for a guess, and what not for anything: a guess does for what the pass is known to need.
    Fields wanted() {
        return wanted;
    }

    Fields needed() {
        return rows;
    }

    /// A layer that experts follow is being computed.
    void await(int layer, int tier) {
        state.set(AWAITED, layer + 1L);
        state.set(TIER, tier);
    }

    boolean awaits() {
        return state.is(AWAITED);
    }

    /// Experts are to be computed before the next layer is.
    boolean unnamed() {
        return state.is(UNNAMED);
    }

    /// Not all of them are done.
    boolean left() {
        return state.is(LEFT);
    }

    void routed(int layer, int[] experts, int[] rowsOf) {
        if (state.get(AWAITED) != layer + 1L) {
            return;
        }
        state.set(AWAITED, 0);
        forgetGuesses();
        listed = 0;
        for (int i = 0; i < experts.length; i++) {
            int chosen = experts[i];
            list[listed++] = chosen;
            rows.set(chosen, rowsOf[i]);
            wanted.set(chosen, 1);
            place.set(chosen, places.tier(facts, chosen, highest(chosen), state.asInt(TIER), rowsOf[i]));
        }
        state.set(UNNAMED, listed);
        state.set(LEFT, listed);
    }

    void foreseen(int[] experts) {
        if (!ahead) {
            return;
        }
        forgetGuesses();
        for (int guess : experts) {
            if (!wanted.is(guess)) {
                guessed[guesses++] = guess;
                wanted.set(guess, 1);
            }
        }
    }

    /// It is fetched when a router asks for it, if one does.
    void forgetGuess(int expert) {
        int kept = 0;
        for (int i = 0; i < guesses; i++) {
            if (guessed[i] != expert) {
                guessed[kept++] = guessed[i];
            }
        }
        if (kept < guesses) {
            guesses = kept;
            wanted.set(expert, 0);
        }
    }

    private void forgetGuesses() {
        while (guesses > 0) {
            wanted.set(guessed[--guesses], 0);
        }
    }

    /// The highest tier that has the expert, or will have.
    private int highest(int shard) {
        int tier = facts.top();
        while (tier > 0 && books.presence(shard, tier) == Books.ABSENT) {
            tier--;
        }
        return Math.min(tier, state.asInt(TIER));
    }

    /// The first expert needed that is to be taken over a hop now, -1 for none. One that a compute names comes first: it was lost on its
    /// way, computes wait for it, and nobody else may have its room.
    int needed(int hop) {
        int first = NONE;
        for (int i = 0; i < listed && left(); i++) {
            int needed = list[i];
            if (rows.is(needed) && toTake(needed, hop, place.asInt(needed))) {
                if (named.is(needed)) {
                    return needed;
                }
                first = first < 0 ? needed : first;
            }
        }
        return first;
    }

    /// The same of those that may be needed.
    int foreseen(int hop) {
        for (int i = 0; i < guesses; i++) {
            if (toTake(guessed[i], hop, plan.compute()[guessed[i]])) {
                return guessed[i];
            }
        }
        return NONE;
    }

    private boolean toTake(int shard, int hop, int to) {
        return to > hop && books.presence(shard, hop) == Books.HERE && !books.above(shard, hop);
    }

    /// The expert to be computed next, -1 while none is here or coming: those here with their layer first, then those here elsewhere,
    /// while others come.
    int next() {
        int layer = state.asInt(TIER);
        int elsewhere = NONE;
        int coming = NONE;
        for (int i = 0; i < listed; i++) {
            int needed = list[i];
            if (!rows.is(needed) || named.is(needed)) {
                continue;
            }
            int tier = place.asInt(needed);
            int presence = books.presence(needed, tier);
            if (presence == Books.HERE && tier == layer) {
                return needed;
            }
            elsewhere = presence == Books.HERE && elsewhere < 0 ? needed : elsewhere;
            coming = presence == Books.COMING && coming < 0 ? needed : coming;
        }
        return elsewhere >= 0 ? elsewhere : coming;
    }

    int place(int shard) {
        return place.asInt(shard);
    }

    /// How many experts from this one on can be computed in one run: those that are here, side by side.
    int run(int first) {
        int tier = place(first);
        int end = first + 1;
        while (books.presence(end - 1, tier) == Books.HERE
                && is(end)
                && rows.is(end)
                && !named.is(end)
                && place(end) == tier
                && books.presence(end, tier) == Books.HERE) {
            end++;
        }
        return end - first;
    }

    void named(int first, int count) {
        for (int each = first; each < first + count; each++) {
            named.set(each, 1);
        }
        state.add(UNNAMED, -count);
    }

    void computed(int first, int count, ExpertCache cache) {
        for (int each = first; each < first + count; each++) {
            forget(each);
            cache.used(each);
        }
        state.add(LEFT, -count);
    }

    private void forget(int shard) {
        rows.set(shard, 0);
        place.set(shard, 0);
        named.set(shard, 0);
        wanted.set(shard, 0);
    }

    /// The pass is over, or given up.
    void over() {
        for (int i = 0; i < listed && left(); i++) {
            forget(list[i]);
        }
        forgetGuesses();
        listed = 0;
        for (int field = 0; field < WIDTH; field++) {
            state.set(field, 0);
        }
    }
}
