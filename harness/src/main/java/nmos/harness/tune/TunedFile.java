package nmos.harness.tune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import nmos.harness.grid.Estimate;
import nmos.harness.grid.Metric;
import nmos.harness.tune.Tuned.Bind;
import nmos.harness.tune.Tuned.Matter;
import nmos.journal.WholeFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a search came to, as files: `tune.json`, and all that was tried as `tried.csv` and `tried.jsonl`. What there is no figure of is left out.
public final class TunedFile {
    public static final String NAME = "tune.json";
    public static final String TABLE = "tried.csv";
    public static final String LINES = "tried.jsonl";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper LINE = JsonMapper.builder().build();

    private TunedFile() {}

    public static void write(String scenario, Tuned tuned, Path folder) throws IOException {
        write(folder.resolve(NAME), text(scenario, tuned));
        write(folder.resolve(TABLE), table(tuned));
        write(folder.resolve(LINES), tuned.trials().stream().map(trial -> LINE.writeValueAsString(tree(trial, tuned.aim())) + "\n").collect(Collectors.joining()));
    }

    static void write(Path file, String text) throws IOException {
        WholeFile.write(file, out -> out.write(text.getBytes(UTF_8)));
    }

    public static String text(String scenario, Tuned tuned) {
        ObjectNode tree = JSON.createObjectNode()
                .put("version", VERSION)
                .put("scenario", scenario)
                .put("goal", tuned.aim().goal().text());
        ArrayNode limits = tree.putArray("subject_to");
        tuned.aim().limits().forEach(limit -> limits.add(limit.text()));
        ArrayNode varied = tree.putArray("varied");
        tuned.varied().forEach(knob -> varied.addObject().put("path", knob.path()).put("values", knob.values()));
        tree.put("settings", tuned.written())
                .put("tried", tuned.trials().stream().filter(trial -> trial.refused() == null).count())
                .put("impossible", tuned.trials().stream().filter(trial -> trial.refused() != null).count())
                .put("replications", tuned.plays())
                .put("complete", tuned.whole());
        tree.set("as_it_stands", tree(tuned.asItStands(), tuned.aim()));
        Tuned.Best best = tuned.best();
        if (best != null) {
            ObjectNode node = tree(best.trial(), tuned.aim());
            Trial second = best.runnerUp();
            if (second != null) {
                node.set("runner_up", tree(second, tuned.aim()));
            }
            lead(node, "lead", best.lead());
            node.put("sure", best.sure()).put("level", best.level()).put("fresh_replications", best.fresh());
            lead(node, "gained", best.gained());
            tree.set("best", node);
        }
        Tuned.Nearest nearest = tuned.nearest();
        if (nearest != null) {
            ObjectNode node = tree(nearest.trial(), tuned.aim());
            ArrayNode missed = node.putArray("missed");
            nearest.missed().forEach(limit -> missed.add(limit.text()));
            tree.set("nearest", node);
        }
        ArrayNode matters = tree.putArray("matters");
        tuned.matters().forEach(matter -> matters.add(tree(matter)));
        ArrayNode binds = tree.putArray("limits");
        tuned.binds().forEach(bind -> binds.add(tree(bind, tuned.aim())));
        return JSON.writeValueAsString(tree) + "\n";
    }

    private static ObjectNode tree(Matter matter) {
        ObjectNode node = JSON.createObjectNode().put("path", matter.path());
        if (matter.best() != null) {
            node.put("best", matter.best());
        }
        with(node, "worst_alone", matter.worstAlone());
        with(node, "worst_best", matter.worstBest());
        return node;
    }

    private static void with(ObjectNode node, String name, Tuned.@Nullable With with) {
        if (with != null) {
            node.putObject(name).put("value", with.value()).put("figure", with.figure());
        }
    }

    private static ObjectNode tree(Bind bind, Aim aim) {
        ObjectNode node = JSON.createObjectNode()
                .put("limit", bind.limit().text())
                .put("figure", bind.figure().mean());
        if (!Double.isNaN(bind.figure().halfWidth95())) {
            node.put("half_width_95", bind.figure().halfWidth95());
        }
        node.put("left", bind.left()).put("sure", bind.sure()).put("binds", bind.without() != null);
        Trial without = bind.without();
        if (without != null) {
            node.put("without_figure", bind.withoutFigure()).set("without", tree(without, aim));
        }
        return node;
    }

    static ObjectNode tree(Trial trial, Aim aim) {
        ObjectNode node = LINE.createObjectNode().put("number", trial.number());
        ArrayNode settings = node.putArray("settings");
        trial.settings().forEach(settings::add);
        node.put("standing", Standing.of(trial, aim).words).put("replications", trial.replications());
        if (trial.refused() != null) {
            return node.put("refused", trial.refused());
        }
        node.put("failed_turns", trial.failedTurns());
        ObjectNode figures = node.putObject("figures");
        for (int metric = 0; metric < aim.metrics().size(); metric++) {
            estimate(figures, aim.metrics().get(metric).name(), trial.estimate(metric));
        }
        return node;
    }

    private static void lead(ObjectNode node, String name, @Nullable Lead lead) {
        if (lead == null || Double.isNaN(lead.mean())) {
            return;
        }
        ObjectNode of = node.putObject(name).put("mean", lead.mean()).put("pairs", lead.pairs()).put("compared", lead.compared());
        if (!Double.isNaN(lead.halfWidth())) {
            of.put("half_width_95", lead.halfWidth());
        }
    }

    private static void estimate(ObjectNode node, String name, @Nullable Estimate estimate) {
        if (estimate == null || Double.isNaN(estimate.mean())) {
            return;
        }
        ObjectNode of = node.putObject(name).put("mean", estimate.mean());
        if (!Double.isNaN(estimate.halfWidth95())) {
            of.put("half_width_95", estimate.halfWidth95());
        }
    }

    /// A line for each setting, in the order in which they were tried.
    static String table(Tuned tuned) {
        List<String> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("number", "standing", "replications", "failed_turns"));
        for (Metric metric : tuned.aim().metrics()) {
            head.add(metric.name());
            head.add(metric.name() + "_half_width_95");
        }
        tuned.varied().forEach(knob -> head.add(knob.path()));
        head.add("refused");
        lines.add(row(head));
        for (Trial trial : tuned.trials()) {
            List<String> cells = new ArrayList<>(List.of(
                    "" + trial.number(), Standing.of(trial, tuned.aim()).words, "" + trial.replications(), "" + trial.failedTurns()));
            for (int metric = 0; metric < tuned.aim().metrics().size(); metric++) {
                Estimate estimate = trial.refused() == null ? trial.estimate(metric) : new Estimate(Double.NaN, Double.NaN, 0);
                cells.add(cell(estimate.mean()));
                cells.add(cell(estimate.halfWidth95()));
            }
            tuned.varied().forEach(knob -> cells.add(trial.settings().stream()
                    .filter(setting -> setting.startsWith(knob.path() + "="))
                    .map(setting -> setting.substring(knob.path().length() + 1))
                    .findFirst()
                    .orElse("")));
            cells.add(trial.refused() == null ? "" : trial.refused());
            lines.add(row(cells));
        }
        return String.join("", lines);
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }
}
