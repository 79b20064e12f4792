package nmos.harness.gates.told;

import java.util.List;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.SlowDown;
import nmos.harness.gates.Speed;
import nmos.harness.gates.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All that gates came to, as one object.
public final class GatesJson {
    static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private GatesJson() {}

    public static String text(List<GateResult> results) {
        ObjectNode all = JSON.createObjectNode();
        all.put("passed", results.stream().noneMatch(GateResult::failed));
        ArrayNode gates = all.putArray("gates");
        for (GateResult result : results) {
            ObjectNode gate = gates.addObject();
            summary(gate, result);
            ArrayNode checks = gate.putArray("checks");
            result.checks().forEach(check -> add(checks, check));
            ArrayNode notes = gate.putArray("notes");
            result.notes().forEach(notes::add);
            if (!result.speeds().isEmpty()) {
                ArrayNode speeds = gate.putArray("speeds");
                result.speeds().forEach(speed -> slowDown(speeds.addObject().put("scenario", speed.scenario()), speed.slowDown()));
            }
        }
        return JSON.writeValueAsString(all) + "\n";
    }

    private static void add(ArrayNode checks, Check check) {
        ObjectNode one = checks.addObject().put("name", check.name()).put("verdict", check.verdict().word());
        ArrayNode lines = one.putArray("lines");
        check.verdict().lines().forEach(lines::add);
    }

    static void summary(ObjectNode gate, GateResult result) {
        gate.put("gate", result.gate().letter)
                .put("label", result.gate().label)
                .put("verdict", result.word())
                .put("passed", result.count(Verdict.Passed.class))
                .put("failed", result.count(Verdict.Failed.class))
                .put("skipped", result.count(Verdict.Skipped.class))
                .put("took_ms", result.tookNs() / 1_000_000);
    }

    static void slowDown(ObjectNode node, SlowDown slowDown) {
        node.put("pairs", slowDown.pairs())
                .put("slow_down", slowDown.median())
                .put("low", slowDown.low())
                .put("high", slowDown.high());
    }

    static double medianMs(List<Long> ns) {
        List<Long> sorted = ns.stream().sorted().toList();
        return sorted.get(sorted.size() / 2) / 1e6;
    }

    static void speed(ObjectNode node, Speed speed) {
        node.put("base_ms", medianMs(speed.baseNs())).put("head_ms", medianMs(speed.headNs()));
        slowDown(node, speed.slowDown());
    }
}
