package nmos.live.kv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.live.engine.ResidentEngine;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Workers;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.scenarios.shape.TensorType;

/// What folding costs a trained model. A text is read a token a pass, as decoding does; after each pass pages are folded as the
/// policy's H2O does it: half of the budget for the latest positions, of the rest the pages with the least attention so far go
/// first, and the first page stays. Beside it, the same with the oldest pages going first.
///
/// All of it: `mvn -pl live -am test -Dtest=FoldingCostTest -Dsurefire.failIfNoSpecifiedTests=false -Dnmos.folding=all`.
final class FoldingCost implements AutoCloseable {
    private static final String[] MODELS = {"stories260K.gguf", "llama2xs-272K.gguf"};
    private static final int[] PAGES = {8, 16};
    private static final int[] BUDGETS_PERCENT = {75, 50, 25};
    static final int TOKENS = 400;
    private static final int TEXTS = 4;

    enum Order {
        LEAST_ATTENDED,
        OLDEST
    }

    /// `percent`: of the text's positions. Of positions with folded ones before them: how often the likeliest next token
    /// is the same, and by how much the log-likelihood of the text's next token changes, in nats a token.
    record Cost(int page, int percent, Order order, long bytes, long bytesUnfolded, int compared, double agreement, double change) {
        @Override
        public String toString() {
            return String.format(
                    "%4d %6d%% %-15s %9d %7.1f%% %8d %10.1f%% %+10.4f",
                    page, percent, order, bytes, 100.0 - 100.0 * bytes / bytesUnfolded, compared, 100 * agreement, change);
        }
    }

    static final String HEADER = "page  budget goes first        KV bytes   saved compared same greedy  nats/token";

    private record Reading(int[] greedy, double[] logLikelihood, boolean[] folded, long bytes) {}

    private final Gguf gguf;
    private final Workers workers = new Workers(2);
    private final ModelConfig config;
    private final KvLayout layout;
    private final ForwardPass pass;
    private final float[] logits;

    FoldingCost(Path model) {
        gguf = Gguf.open(model);
        config = ModelConfig.of(gguf);
        layout = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F16);
        pass = new ForwardPass(config, ModelWeights.of(gguf, config), layout, 1, workers);
        logits = new float[config.vocabulary()];
    }

    /// A story the model tells, beginning with its start token; the two models have the same vocabulary.
    static int[] story(Path model, long seed, int most) {
        var options = new SamplingOptions(0.8f, 0, 1, 0, 1, 0);
        try (var engine = ResidentEngine.load(model, 2)) {
            int tokens = Math.min(most, engine.config().contextPositions());
            int[] start = engine.tokenizer().encode("", true, false);
            var ids = new ArrayList<Integer>();
            for (int i = 0; ids.size() < tokens; i++) {
                for (int id : start) {
                    ids.add(id);
                }
                for (int id : engine.generate(start, tokens - start.length, new Sampler(options, seed + 1_000L * i), _ -> {}).ids()) {
                    ids.add(id);
                }
            }
            return ids.stream().limit(tokens).mapToInt(Integer::intValue).toArray();
        }
    }

    Cost of(List<int[]> texts, int page, int percent, Order order) {
        long bytes = 0;
        long unfolded = 0;
        int compared = 0;
        int same = 0;
        double change = 0;
        for (int[] text : texts) {
            Reading whole = read(text, page, text.length, order);
            Reading some = read(text, page, text.length * percent / 100, order);
            bytes = Math.max(bytes, some.bytes());
            unfolded = Math.max(unfolded, whole.bytes());
            for (int i = 0; i + 1 < text.length; i++) {
                if (some.folded()[i]) {
                    compared++;
                    same += some.greedy()[i] == whole.greedy()[i] ? 1 : 0;
                    change += some.logLikelihood()[i] - whole.logLikelihood()[i];
                }
            }
        }
        return new Cost(page, percent, order, bytes, unfolded, compared, (double) same / compared, change / compared);
    }

    private Reading read(int[] text, int page, int kept, Order order) {
        long room = layout.bytesPerPosition() * (text.length + page);
        int[] tierOf = new int[layout.layers()];
        Arrays.fill(tierOf, 1);
        int[] greedy = new int[text.length];
        double[] likelihood = new double[text.length];
        boolean[] folded = new boolean[text.length];
        Map<Integer, Long> mass = new HashMap<>();
        try (var kv = new PagedKv(layout, tierOf, 1, List.of(new KvTier("SSD", 0, 0, 0), new KvTier("RAM", page, room, 0)))) {
            PagedBranch branch = kv.branch(0);
            for (int i = 0; i < text.length; i++) {
                if (i % page == 0) {
                    kv.open(i / page, 0, i, i + page, 1);
                }
                PassRows rows = PassRows.chain(branch, text, i, 1);
                kv.begin(rows);
                kv.take(0, layout.layers() - 1);
                pass.begin(rows, true);
                pass.layers();
                pass.logits(0, 1, logits);
                kv.computed(0, layout.layers() - 1);
                pass.mass().each(branch, 1, (id, ppm) -> mass.merge(id, ppm, Long::sum));
                branch.append(pass.fresh(), 0, 1);
                kv.end();
                greedy[i] = likeliest();
                likelihood[i] = i + 1 < text.length ? logLikelihood(text[i + 1]) : 0;
                folded[i] = kv.pages() < i / page + 1;
                fold(kv, branch, page, kept, order, mass);
            }
            return new Reading(greedy, likelihood, folded, kv.highWaterBytes(1));
        }
    }

    private static void fold(PagedKv kv, PagedBranch branch, int page, int kept, Order order, Map<Integer, Long> mass) {
        int live = branch.pages(1).stream().mapToInt(held -> held.kept(branch.length())).sum();
        for (; live - page >= kept; live -= page) {
            KvPage least = null;
            for (KvPage held : branch.pages(1)) {
                boolean may = held.from() > 0 && held.to() <= branch.length() - kept / 2;
                if (may && (least == null || (order == Order.LEAST_ATTENDED && mass(mass, held) < mass(mass, least)))) {
                    least = held;
                }
            }
            if (least == null) {
                return;
            }
            kv.fold(least.id());
            kv.release(least.id());
        }
    }

    private static long mass(Map<Integer, Long> mass, KvPage page) {
        return mass.getOrDefault(page.id(), 0L);
    }

    private int likeliest() {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private double logLikelihood(int token) {
        double largest = logits[likeliest()];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return logits[token] - largest - Math.log(sum);
    }

    static List<Cost> table(Path folder) {
        List<Cost> costs = new ArrayList<>();
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(story(folder.resolve(MODELS[0]), 1 + i, TOKENS));
        }
        for (String model : MODELS) {
            try (var cost = new FoldingCost(folder.resolve(model))) {
                int most = Math.min(TOKENS, cost.config.contextPositions());
                List<int[]> cut = texts.stream().map(text -> Arrays.copyOf(text, most)).toList();
                System.out.println(model + ", " + TEXTS + " texts of " + most + " tokens\n" + HEADER);
                for (int page : PAGES) {
                    for (int percent : BUDGETS_PERCENT) {
                        for (Order order : Order.values()) {
                            costs.add(cost.of(cut, page, percent, order));
                            System.out.println(costs.getLast());
                        }
                    }
                }
            }
        }
        return costs;
    }

    @Override
    public void close() {
        workers.close();
        pass.close();
        gguf.close();
    }
}
