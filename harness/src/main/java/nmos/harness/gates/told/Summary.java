package nmos.harness.gates.told;

import java.util.List;
import java.util.Locale;
import nmos.harness.gates.Gate;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.Speed;
import nmos.harness.gates.Verdict;

/// Gates as a page of Markdown, such as a pull request or a build shows.
public final class Summary {
    private Summary() {}

    public static String text(List<GateResult> results) {
        StringBuilder out = new StringBuilder("# nmos bench\n\n| gate | what holds | | passed | failed | skipped | seconds |\n|---|---|---|---|---|---|---|\n");
        for (GateResult result : results) {
            Gate gate = result.gate();
            out.append(String.format(Locale.ROOT, "| %s %s | %s | **%s** | %d | %d | %d | %.1f |%n",
                    gate.letter, gate.label, gate.holds, result.word(), result.count(Verdict.Passed.class), result.count(Verdict.Failed.class),
                    result.count(Verdict.Skipped.class), result.tookNs() / 1e9));
        }
        for (GateResult result : results) {
            result.checks().forEach(check -> out.append(section(result.gate(), check)));
            result.notes().forEach(note -> out.append("\n").append(text(note)).append('\n'));
            out.append(speeds(result.speeds()));
        }
        return out.toString().replace("\r\n", "\n");
    }

    private static String section(Gate gate, Check check) {
        if (check.verdict().lines().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("\n**").append(gate.letter).append(' ').append(text(check.name())).append("** ")
                .append(check.verdict().word()).append("\n\n");
        check.verdict().lines().forEach(line -> out.append("* ").append(text(line)).append('\n'));
        return out.toString();
    }

    private static String speeds(List<Speed> speeds) {
        if (speeds.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("\n| scenario | base, ms | head, ms | head over base | 95 % interval | pairs |\n|---|---|---|---|---|---|\n");
        for (Speed speed : speeds) {
            out.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.3f | %.3f to %.3f | %d |%n",
                    text(speed.scenario()), GatesJson.medianMs(speed.baseNs()), GatesJson.medianMs(speed.headNs()), speed.slowDown().median(),
                    speed.slowDown().low(), speed.slowDown().high(), speed.slowDown().pairs()));
        }
        return out.toString();
    }

    /// What would be a mark of Markdown or HTML is shown as it is.
    private static String text(String text) {
        return text.replaceAll("[\\\\`*_<>|\\[\\]#]", "\\\\$0").replaceAll("\\R", " ");
    }
}
