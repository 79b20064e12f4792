package nmos.cli;

import java.util.Locale;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.Verdict;

/// What a gate came to, for people.
final class BenchText {
    private BenchText() {}

    static String plain(GateResult result) {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%s %-8s %s: %d passed, %d failed, %d skipped, %.1f s%n",
                result.gate().letter,
                result.gate().label,
                result.word(),
                result.count(Verdict.Passed.class),
                result.count(Verdict.Failed.class),
                result.count(Verdict.Skipped.class),
                result.tookNs() / 1e9));
        result.checks().forEach(check -> out.append(check(check)));
        result.notes().forEach(note -> out.append("  ").append(note).append(System.lineSeparator()));
        return out.toString();
    }

    private static String check(Check check) {
        StringBuilder out = new StringBuilder();
        for (String line : check.verdict().lines()) {
            out.append(String.format(Locale.ROOT, "  %s %s: %s%n", check.verdict().word(), check.name(), line));
        }
        return out.toString();
    }
}
