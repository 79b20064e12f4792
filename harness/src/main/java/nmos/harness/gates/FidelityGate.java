package nmos.harness.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import nmos.harness.gates.GateResult.Check;
import nmos.journal.PolicyHash;
import nmos.reports.validation.ValidationFile;

/// Gate B: the committed measured runs are simulated again, by the simulator of today and without their models, and may not be further
/// from what was measured than they were, nor be fewer.
public final class FidelityGate {
    private static final String NO_MORE = "was held, and is no more: ";

    private FidelityGate() {}

    /// `accept`: the errors of today, of the settings that can be simulated today, are those that count from now on.
    ///
    /// @throws ChildJvm.Stopped where `goOn` ended it
    public static GateResult run(Checkout checkout, boolean accept, BooleanSupplier goOn) throws IOException {
        long beganNs = System.nanoTime();
        Held before = Held.read(checkout.held());
        String hash = PolicyHash.ofThisProgram();
        List<Again> all = new ArrayList<>();
        int accepted = 0;
        for (Recorded recorded : Recorded.in(checkout.measured())) {
            Again again = Again.of(recorded, checkout, hash, goOn);
            if (accept && again instanceof Again.Simulated simulated && simulated.differs()) {
                again = simulated.accept();
                accepted++;
            }
            all.add(again);
        }
        Held now = held(all, before);
        List<Check> checks = checks(checkout, all, accept ? Held.NOTHING : before);
        if (!accept && !Files.exists(checkout.held()) && !now.settings().isEmpty()) {
            checks.add(new Check(checkout.relative(checkout.held()), new Verdict.Failed(
                    List.of("no such file, so nobody would miss what is held; nmos bench B --accept writes it"))));
        }
        List<String> notes = new ArrayList<>();
        if (accept) {
            notes.addAll(accepted(checkout, before, now, accepted));
        } else {
            notes.addAll(toAccept(checkout, before, now, checks, all));
        }
        if (all.stream().anyMatch(Again.Refused.class::isInstance)) {
            notes.add("what today's program does not take is not accepted: let it be taken, or measure it again with nmos validate");
        }
        return new GateResult(Gate.FIDELITY, checks, notes, System.nanoTime() - beganNs);
    }

    /// What is held from now on. Where it was held and is refused, somebody has to do something first.
    private static Held held(List<Again> all, Held before) {
        SequencedSet<String> held = new TreeSet<>();
        for (Again again : all) {
            String name = again.recorded().name();
            boolean is = switch (again) {
                case Again.NotCovered _ -> false;
                case Again.Refused _ -> before.settings().contains(name);
                case Again.Simulated simulated -> simulated.recorded().notHeld().isEmpty();
            };
            if (is) {
                held.add(name);
            }
        }
        return new Held(held);
    }

    private static List<Check> checks(Checkout checkout, List<Again> all, Held expected) {
        String folder = checkout.relative(checkout.measured()) + "/";
        List<Check> checks = new ArrayList<>();
        SequencedSet<String> missing = new TreeSet<>(expected.settings());
        for (Again again : all) {
            String name = again.recorded().name();
            checks.add(new Check(name, verdict(again, missing.remove(name))));
        }
        missing.forEach(name -> checks.add(new Check(
                name, new Verdict.Failed(List.of(NO_MORE + "there is no " + folder + name + "/" + ValidationFile.NAME)))));
        if (checks.isEmpty()) {
            checks.add(new Check("measured runs", new Verdict.Skipped(
                    "there are none under " + checkout.measured() + "; nmos validate --grid FILE --out makes them")));
        }
        return checks;
    }

    private static List<String> accepted(Checkout checkout, Held before, Held now, int accepted) throws IOException {
        List<String> wrote = new ArrayList<>();
        if (accepted > 0) {
            wrote.add(accepted + " validation.json");
        }
        if (!now.equals(before)) {
            now.write(checkout.held());
            wrote.add(checkout.relative(checkout.held()));
        }
        List<String> notes = new ArrayList<>();
        notes.add(wrote.isEmpty() ? "nothing to accept" : "wrote " + String.join(" and ", wrote) + "; git diff shows what it means");
        SequencedSet<String> noMore = now.lacks(before);
        if (!noMore.isEmpty()) {
            notes.add("held no more: " + String.join(", ", noMore));
        }
        return notes;
    }

    private static List<String> toAccept(Checkout checkout, Held before, Held now, List<Check> checks, List<Again> all) {
        List<String> notes = new ArrayList<>();
        String list = checkout.relative(checkout.held());
        long failed = checks.stream().filter(check -> check.verdict() instanceof Verdict.Failed).count();
        if (failed > all.stream().filter(Again.Refused.class::isInstance).count()) {
            notes.add("if this is meant to be: nmos bench B --accept, and let git diff " + checkout.relative(checkout.measured()) + " " + list
                    + " be part of the change");
        }
        SequencedSet<String> added = before.lacks(now);
        if (!added.isEmpty() && Files.exists(checkout.held())) {
            notes.add("held, and not in " + list + ", so that nobody would miss them: " + String.join(", ", added)
                    + "; nmos bench B --accept adds them");
        }
        return notes;
    }

    /// `expected`: whether it has to be held.
    private static Verdict verdict(Again again, boolean expected) {
        return switch (again) {
            case Again.NotCovered missing -> expected
                    ? new Verdict.Failed(List.of(NO_MORE + missing.why()))
                    : new Verdict.Skipped("not covered: " + missing.why());
            case Again.Refused refused -> new Verdict.Failed(List.of("today's program does not take it: " + refused.how()));
            case Again.Simulated simulated -> verdict(simulated, simulated.recorded().notHeld(), expected);
        };
    }

    private static Verdict verdict(Again.Simulated simulated, Optional<String> notHeld, boolean expected) {
        List<Drift> drifts = simulated.drifts();
        List<String> worse = Stream.concat(
                        simulated.lost().stream().map(name -> name + ": was simulated, and is no more"),
                        drifts.stream().filter(Drift::held).filter(Drift::lost).map(Drift::line))
                .toList();
        if (notHeld.isPresent()) {
            return expected
                    ? new Verdict.Failed(List.of(NO_MORE + notHeld.get()))
                    : new Verdict.Passed("not held: " + notHeld.get() + (worse.isEmpty() ? "" : "; " + String.join("; ", worse)));
        }
        if (!worse.isEmpty()) {
            return new Verdict.Failed(worse);
        }
        List<String> moved = drifts.stream().filter(Drift::moved).map(Drift::line).toList();
        return moved.isEmpty()
                ? new Verdict.Passed()
                : new Verdict.Passed("moved, within 2 points or 5 ms or nearer: " + String.join("; ", moved));
    }
}
