package nmos.live.calibrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.calibrate.DraftSpeeds.Point;
import nmos.live.draft.DraftModel;
import nmos.live.draft.Proposing;
import nmos.live.draft.TokenTree;
import nmos.live.gguf.GgufException;
import nmos.policy.DraftOrder;

/// Times a draft model's guesses: chains and trees after a text that each time is a token longer, as after a pass that accepted
/// one, and its reading of prompts.
final class DraftBench {
    private static final long SEED = 9;
    /// What the draft model reads in one pass.
    private static final int MOST_PROMPT = 64;
    private static final int LEAST_PROMPT = 16;
    private static final int NODES = 64;

    private static final List<DraftOrder> ORDERS = List.of(
            DraftOrder.chain(DraftOrder.Drafter.MODEL, 1),
            DraftOrder.chain(DraftOrder.Drafter.MODEL, 4),
            DraftOrder.chain(DraftOrder.Drafter.MODEL, 8),
            DraftOrder.levels(DraftOrder.Drafter.MODEL, 2, 2),
            DraftOrder.levels(DraftOrder.Drafter.MODEL, 4, 2),
            DraftOrder.levels(DraftOrder.Drafter.MODEL, 4, 2, 1, 1));

    private final Session session;
    private final DraftModel model;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int prompt;
    private final int words;

    private DraftBench(Session session, DraftModel model, int prompt) {
        this.session = session;
        this.model = model;
        this.prompt = prompt;
        words = Math.min(model.config().vocabulary(), model.tokenizer().vocabulary().size());
    }

    static DraftSpeeds measure(Session session, Path file, DraftModel.Ground ground) {
        try (DraftModel model = DraftModel.load(file, ground, new DraftModel.Room(1, 3 * MOST_PROMPT, NODES))) {
            int prompt = Math.min(MOST_PROMPT, model.config().contextPositions() / 3);
            if (prompt < LEAST_PROMPT) {
                throw GgufException.of(file, "its context of " + model.config().contextPositions() + " tokens is too short to time it");
            }
            return new DraftBench(session, model, prompt).measure(file);
        }
    }

    private DraftSpeeds measure(Path file) {
        long bytes = model.config().width();
        int[] text = text();
        session.warm("the draft model's reading", Long.MAX_VALUE / 1_000_000, () -> read(text));
        int[][] grown = {text};
        // the tree's own objects are small beside a kernel that is not compiled
        session.warm("the draft model's guesses", 1_000_000 + bytes, () -> grown[0] = guess(grown[0], ORDERS.get(2), new Point[1]));
        List<Point> points = new ArrayList<>();
        for (DraftOrder order : ORDERS) {
            points.add(time(grown, order));
        }
        long[] rows = new long[session.effort.repeats()];
        for (int repeat = 0; repeat < rows.length; repeat++) {
            session.watch.goOn();
            int[] other = text();
            rows[repeat] = Math.max(1, Session.ns(() -> read(other)) / prompt);
        }
        Timing row = session.told("the draft model", "a row it reads", Timing.of(rows));
        LeastSquares fit = fit(points);
        return new DraftSpeeds(
                name(file), points, Math.round(fit.parts()[0]), Math.round(fit.parts()[1]), row,
                fit.typical(), fit.worst());
    }

    /// As scenarios that are run with this file call it.
    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    }

    static LeastSquares fit(List<Point> points) {
        return LeastSquares.of(
                points.stream().mapToDouble(p -> p.time().medianNs()).toArray(),
                points.stream().map(p -> new double[] {p.levels(), p.nodes()}).toArray(double[][]::new));
    }

    private Point time(int[][] grown, DraftOrder order) {
        int repeats = session.effort.repeats();
        long[] ns = new long[repeats];
        Point[] last = new Point[1];
        // the first one of a kind is not counted
        for (int repeat = -1; repeat < repeats; repeat++) {
            session.watch.goOn();
            grown[0] = guess(grown[0], order, last);
            if (repeat >= 0) {
                ns[repeat] = last[0].time().medianNs();
            }
        }
        return new Point(last[0].levels(), last[0].nodes(), Timing.of(ns));
    }

    /// The text with one token more.
    private int[] guess(int[] text, DraftOrder order, Point[] result) {
        int[] longer = text.length < 2 * prompt ? Arrays.copyOf(text, text.length + 1) : Arrays.copyOf(text, prompt + 1);
        longer[longer.length - 1] = random.nextInt(words);
        long beganNs = System.nanoTime();
        TokenTree tree = model.draft(0, longer, order, Proposing.GREEDY, () -> false).orElse(TokenTree.EMPTY);
        long ns = System.nanoTime() - beganNs;
        int levels = 0;
        for (int node = 0; node < tree.nodes(); node++) {
            levels = Math.max(levels, tree.path(node).length);
        }
        result[0] = new Point(Math.max(1, levels), Math.max(1, tree.nodes()), Timing.of(ns));
        return longer;
    }

    private boolean read(int[] text) {
        model.forget(0);
        return model.read(0, text, () -> false);
    }

    private int[] text() {
        return random.ints(prompt, 0, words).toArray();
    }
}
