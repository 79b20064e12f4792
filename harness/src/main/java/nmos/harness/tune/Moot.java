package nmos.harness.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import nmos.scenarios.Scenario;
import org.jspecify.annotations.Nullable;

/// Which knobs have no say for the values of others: the length of a chain where there are trees. Settings that differ in such knobs alone are one
/// setting, which is simulated once. A knob that nothing is known of always has a say.
final class Moot {
    /// `path` has a say only where the field `governor` is one of `kinds`.
    private record Rule(String path, String governor, Set<String> kinds) {}

    private static final List<Rule> RULES = List.of(
            new Rule("speculation.k", "speculation.kind", Set.of("chain")),
            new Rule("speculation.widths", "speculation.kind", Set.of("tree-static")),
            new Rule("speculation.maxNodes", "speculation.kind", Set.of("tree-adaptive")),
            new Rule("speculation.maxDepth", "speculation.kind", Set.of("tree-adaptive")),
            new Rule("speculation.branch", "speculation.kind", Set.of("tree-adaptive")),
            new Rule("speculation.whilePass", "speculation.kind", Set.of("chain", "tree-static", "tree-adaptive")),
            new Rule("speculation.drafter", "speculation.kind", Set.of("chain", "tree-static", "tree-adaptive")),
            new Rule("anticipation.predictTokens", "anticipation.kind", Set.of("predict")),
            new Rule("river.margin", "river.kind", Set.of("just-in-time")),
            new Rule("kv.heavyTokens", "kv.policy", Set.of("h2o")),
            new Rule("kv.recentTokens", "kv.policy", Set.of("h2o")));

    private static final Map<String, Function<Scenario, String>> OWN = Map.of(
            "speculation.kind", scenario -> scenario.speculation().kind().label,
            "anticipation.kind", scenario -> scenario.anticipation().kind().label,
            "river.kind", scenario -> scenario.river().kind().label,
            "kv.policy", scenario -> scenario.kv().kind().label);

    /// Of one knob: the knob that decides (-1: the scenario does), and for which of its values this one has a say.
    private record Clause(int knob, int governor, boolean[] says) {}

    private final List<Clause> clauses = new ArrayList<>();

    /// `own`: the scenario as it stands, null where it cannot stand without some of the knobs.
    Moot(List<Knob> knobs, @Nullable Scenario own) {
        List<String> paths = knobs.stream().map(Knob::path).toList();
        for (int knob = 0; knob < paths.size(); knob++) {
            for (Rule rule : RULES) {
                if (!rule.path.equals(paths.get(knob))) {
                    continue;
                }
                int governor = paths.indexOf(rule.governor);
                boolean replaced = paths.stream().anyMatch(path -> rule.governor.startsWith(path + "."));
                if (replaced || (governor < 0 && own == null)) {
                    continue;
                }
                List<String> values = governor >= 0 ? knobs.get(governor).values() : List.of(kind(rule, own));
                boolean[] says = new boolean[values.size()];
                for (int i = 0; i < says.length; i++) {
                    says[i] = rule.kinds.contains(values.get(i).strip());
                }
                clauses.add(new Clause(knob, governor, says));
            }
        }
    }

    private static String kind(Rule rule, @Nullable Scenario own) {
        Function<Scenario, String> of = OWN.get(rule.governor);
        return own == null || of == null ? "" : of.apply(own);
    }

    /// Takes the knobs that have no say out of a setting.
    int[] without(int[] levels) {
        int[] kept = levels.clone();
        for (Clause clause : clauses) {
            if (!clause.says[clause.governor < 0 ? 0 : levels[clause.governor]]) {
                kept[clause.knob] = Space.NO_SAY;
            }
        }
        return kept;
    }
}
