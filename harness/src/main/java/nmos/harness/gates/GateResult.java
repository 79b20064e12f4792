package nmos.harness.gates;

import java.util.List;

/// What a gate came to: thing by thing, in order, and what to know or to do about it, a line each. `speeds` where some were measured.
public record GateResult(Gate gate, List<Check> checks, List<String> notes, List<Speed> speeds, long tookNs) {

    /// One thing a gate looked at: a scenario, a measured setting.
    public record Check(String name, Verdict verdict) {}

    public GateResult {
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
        speeds = List.copyOf(speeds);
    }

    public GateResult(Gate gate, List<Check> checks, List<String> notes, long tookNs) {
        this(gate, checks, notes, List.of(), tookNs);
    }

    /// One that could not come to an end, and why; it is not known to hold, so it fails.
    public static GateResult broken(Gate gate, String why, long beganNs) {
        return new GateResult(
                gate, List.of(new Check(gate.label, new Verdict.Failed(List.of(why)))), List.of(), System.nanoTime() - beganNs);
    }

    public boolean failed() {
        return count(Verdict.Failed.class) > 0;
    }

    /// Nothing was looked at.
    public boolean skipped() {
        return count(Verdict.Skipped.class) == checks.size();
    }

    public long count(Class<? extends Verdict> kind) {
        return checks.stream().filter(check -> kind.isInstance(check.verdict())).count();
    }

    public String word() {
        return failed() ? "failed" : skipped() ? "skipped" : "passed";
    }
}
