package nmos.world.modelled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import nmos.policy.Digest;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.Signal;
import nmos.scenarios.RouteTape;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.Guess;
import nmos.world.ledger.Ledger;
import nmos.world.run.PassRun;

/// Where the rows of a pass go. A token goes to the same experts whatever the policy does: that depends on the seed, its session,
/// turn, position and layer alone, so that settings can be compared; only what the draft guessed wrong is beside the text.
///
/// A draw takes exactly as many experts as a row visits, each with exactly its own chance (systematic sampling, W. G. Madow,
/// Annals of Mathematical Statistics 20, 1949, in an order shuffled anew for every draw).
final class Routing {
    private static final int PPM = 1_000_000;

    private final Facts facts;
    private final Routers routers;
    private final Streams streams;
    private final Ledger ledger;
    private final Typists typists;
    /// Layers that experts follow, in order; and by shard, which of them it is.
    private final int[] layers;
    private final int[] indexOf;
    /// by shard: rows of the running pass that go to an expert of a layer whose router has spoken
    private final int[] rows;
    private final int[] order;

    /// A row of a pass. `text`: which of the session's turns; `salt`: 0 for the text itself, other numbers for what is beside it.
    private record Row(int session, long text, int position, int salt) {}

    Routing(Facts facts, Routers routers, Streams streams, Ledger ledger, Typists typists) {
        this.facts = facts;
        this.routers = routers;
        this.streams = streams;
        this.ledger = ledger;
        this.typists = typists;
        int shards = facts.mixture() ? facts.shards().size() : 0;
        rows = new int[shards];
        indexOf = new int[shards];
        int[] found = new int[shards];
        int count = 0;
        int most = 0;
        for (int shard = 0; shard < shards; shard++) {
            if (facts.routes(shard)) {
                int experts = facts.expertsOf(shard);
                refuseParts(shard, experts);
                indexOf[shard] = count;
                found[count++] = shard;
                most = Math.max(most, experts);
            }
        }
        layers = Arrays.copyOf(found, count);
        order = new int[most];
    }

    private void refuseParts(int layer, int experts) {
        long sum = 0;
        for (int expert = layer + 1; expert <= layer + experts; expert++) {
            sum += facts.shards().get(expert).visits().rowPpm();
        }
        if (sum == 0 || sum % PPM != 0) {
            throw new IllegalArgumentException("a row visits " + sum + " ppm experts after shard " + layer + ", which is no whole number");
        }
    }

    /// Rows of the running pass that go to an expert.
    int rows(int expert) {
        return rows[expert];
    }

    void routed(PassRun pass, int layer, Consumer<Signal> ears) {
        int[] experts = visited(pass, layer);
        ears.accept(new Signal.Routed(pass.id, layer, experts, Arrays.stream(experts).map(expert -> rows[expert]).toArray()));
        int next = indexOf[layer] + 1;
        if (routers.foreseenPpm() > 0 && next < layers.length && !pass.abandoned()) {
            ears.accept(new Signal.Foreseen(pass.id, layers[next], guess(pass, layers[next])));
        }
    }

    /// The experts of a layer that rows of the pass go to; how many go to each is in `rows` from then on.
    private int[] visited(PassRun pass, int layer) {
        int count = facts.expertsOf(layer);
        Arrays.fill(rows, layer + 1, layer + 1 + count, 0);
        for (PassRun.Part part : pass.parts) {
            switch (part) {
                case PassRun.Part.Prompt prompt -> {
                    for (int position = prompt.from(); position < prompt.to(); position++) {
                        visit(text(prompt.session(), position), layer, count);
                    }
                }
                case PassRun.Part.Tree tree -> tree(tree, layer, count);
            }
        }
        return IntStream.rangeClosed(layer + 1, layer + count).filter(expert -> rows[expert] > 0).toArray();
    }

    private void tree(PassRun.Part.Tree tree, int layer, int count) {
        int root = Math.toIntExact(ledger.kvTokens(tree.session()));
        visit(text(tree.session(), root), layer, count);
        DraftTree nodes = tree.guess().tree();
        int[] depth = new int[tree.nodes()];
        for (int node = 0; node < tree.nodes(); node++) {
            int parent = nodes.parent()[node];
            depth[node] = parent < 0 ? 1 : depth[parent] + 1;
            Row row = text(tree.session(), root + depth[node]);
            visit(right(tree.guess(), node) ? row : new Row(row.session, row.text, row.position, node + 1), layer, count);
        }
    }

    /// A token of the text visits its experts of a layer of `count`.
    void visit(int session, int position, int layer, int count) {
        visit(text(session, position), layer, count);
    }

    private static boolean right(Guess guess, int node) {
        return guess instanceof Draft draft && Arrays.binarySearch(draft.rightPath(), node) >= 0;
    }

    private Row text(int session, int position) {
        return new Row(session, typists.turn(session), position, 0);
    }

    private void visit(Row row, int layer, int count) {
        RouteTape tape = routers.tape();
        if (tape != null) {
            // Each session reads on from its own place on the tape, what was guessed wrong from another.
            long at = Digest.mix(row.session + 1L, row.text + 1) + row.position + row.salt * 31L;
            for (int expert : tape.played(at)[indexOf[layer]]) {
                rows[layer + 1 + expert]++;
            }
            return;
        }
        draw(origin(row, layer), layer, count);
    }

    /// The row this one's experts were drawn for: it may have gone where the one before went, and so on.
    private Row origin(Row row, int layer) {
        int repeatPpm = facts.shards().get(layer + 1).visits().repeatPpm();
        Row origin = row;
        while (repeatPpm > 0
                && origin.position > 0
                && random("routing repeats", origin, layer).nextInt(PPM) < repeatPpm) {
            origin = new Row(origin.session, origin.text, origin.position - 1, 0);
        }
        return origin;
    }

    private void draw(Row row, int layer, int count) {
        RandomGenerator random = random("routing", row, layer);
        for (int i = 0; i < count; i++) {
            order[i] = layer + 1 + i;
        }
        long next = random.nextInt(PPM);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int swap = i + random.nextInt(count - i);
            int expert = order[swap];
            order[swap] = order[i];
            sum += facts.shards().get(expert).visits().rowPpm();
            if (sum > next) {
                rows[expert]++;
                next += PPM;
            }
        }
    }

    private RandomGenerator random(String purpose, Row row, int layer) {
        long who = Digest.mix(row.session + 1L, row.text + 1);
        return streams.stream(purpose, Digest.mix(who, ((long) layer << 40) + ((long) row.salt << 25) + row.position + 1));
    }

    private int[] guess(PassRun pass, int layer) {
        int[] truth = visited(pass, layer);
        Arrays.fill(rows, layer + 1, layer + 1 + facts.expertsOf(layer), 0);
        return switch (pass.parts.getFirst()) {
            case PassRun.Part.Prompt prompt -> guess(prompt.session(), prompt.from(), layer, truth);
            case PassRun.Part.Tree tree -> guess(tree.session(), Math.toIntExact(ledger.kvTokens(tree.session())), layer, truth);
        };
    }

    /// As many experts as there are to be, of which a share is right and the others are some that are not. As routes do, it depends on
    /// the token that the pass begins with, and not on how many passes there were before.
    int[] guess(int session, int position, int layer, int[] truth) {
        int count = facts.expertsOf(layer);
        boolean[] among = new boolean[count];
        for (int expert : truth) {
            among[expert - layer - 1] = true;
        }
        RandomGenerator random = random("routing guesses", text(session, position), layer);
        List<Integer> wrong = new ArrayList<>();
        for (int expert = 0; expert < count; expert++) {
            if (!among[expert]) {
                wrong.add(expert);
            }
        }
        boolean[] guessed = new boolean[count];
        for (int expert : truth) {
            if (random.nextInt(PPM) < routers.foreseenPpm()) {
                guessed[expert - layer - 1] = true;
            } else if (!wrong.isEmpty()) {
                guessed[wrong.remove(/* index */ random.nextInt(wrong.size()))] = true;
            }
        }
        return IntStream.range(0, count).filter(expert -> guessed[expert]).map(expert -> layer + 1 + expert).toArray();
    }
}
