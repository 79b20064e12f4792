package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.BooleanSupplier;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.child.ExactChild;
import nmos.journal.WholeFile;
import nmos.scenarios.Shipped;
import org.jspecify.annotations.Nullable;

/// Gate A: every shipped scenario comes to what `scenarios/expected.json` says, to the nanosecond, the byte and the command.
public final class ExactGate {
    /// How far bytes allocated per event may be from expected, as a share. One JVM repeats them to the byte; this is for what the
    /// libraries of another JDK 25 do otherwise.
    public static final BigDecimal TOLERANCE = new BigDecimal("0.005");

    private static final SequencedMap<String, String> NOTHING = new LinkedHashMap<>();

    private ExactGate() {}

    /// `classPath` is the program that is judged. `accept`: what it gives is what is expected from now on.
    ///
    /// @throws ChildJvm.Stopped where `goOn` ended it
    public static GateResult run(Checkout checkout, String classPath, boolean accept, BooleanSupplier goOn) throws IOException {
        return run(checkout, classPath, Shipped.scenarioNames(), accept, goOn);
    }

    static GateResult run(Checkout checkout, String classPath, List<String> scenarios, boolean accept, BooleanSupplier goOn)
            throws IOException {
        long beganNs = System.nanoTime();
        Path file = checkout.expected();
        boolean known = Files.exists(file);
        if (!accept && !known) {
            throw new UnreadableException(file + ": no such file; write it with nmos bench A --accept");
        }
        Answers kept = accept ? null : Answers.read(file.toString(), Files.readString(file));
        Answers got = Answers.printed(
                // Only the first of the two compilers: see ExactChild.
                ChildJvm.run(List.of("-XX:TieredStopAtLevel=1"), classPath, ExactChild.class.getName(), scenarios, goOn));
        Answers expected = kept == null ? got : kept;
        List<Check> checks = compared(expected, got);
        List<String> notes = new ArrayList<>();
        boolean failed = checks.stream().anyMatch(check -> check.verdict() instanceof Verdict.Failed);
        if (failed && accept) {
            notes.add("nothing was accepted: all that ships has to be playable");
        } else if (failed) {
            notes.add("if this is meant to be: nmos bench A --accept, and let git diff " + checkout.relative(file) + " be part of the change");
        } else if (accept) {
            boolean same = known && Files.readString(file).equals(got.text());
            if (!same) {
                WholeFile.write(file, out -> out.write(got.text().getBytes(UTF_8)));
            }
            notes.add(same ? checkout.relative(file) + " says that already" : "wrote " + file + "; git diff shows what it means");
        }
        return new GateResult(Gate.EXACT, checks, notes, System.nanoTime() - beganNs);
    }

    /// A check for each scenario that either knows.
    static List<Check> compared(Answers expected, Answers got) {
        SequencedSet<String> scenarios = new LinkedHashSet<>(got.byScenario().sequencedKeySet());
        scenarios.addAll(expected.byScenario().sequencedKeySet());
        List<Check> checks = new ArrayList<>();
        for (String scenario : scenarios) {
            List<String> lines = differences(
                    expected.byScenario().getOrDefault(scenario, NOTHING), got.byScenario().getOrDefault(scenario, NOTHING));
            checks.add(new Check(scenario, lines.isEmpty() ? new Verdict.Passed() : new Verdict.Failed(lines)));
        }
        return checks;
    }

    private static List<String> differences(SequencedMap<String, String> expected, SequencedMap<String, String> got) {
        String broken = got.get(ExactChild.BROKEN);
        if (broken != null) {
            return List.of("cannot be played: " + broken);
        }
        if (expected.isEmpty()) {
            return List.of("ships, and nothing is expected of it");
        }
        if (got.isEmpty()) {
            return List.of("something is expected of it, and it ships no more");
        }
        SequencedSet<String> names = new LinkedHashSet<>(got.sequencedKeySet());
        names.addAll(expected.sequencedKeySet());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String was = expected.get(name);
            String is = got.get(name);
            if (!same(name, was, is)) {
                lines.add(name + ": expected " + (was == null ? "nothing" : was) + ", got " + (is == null ? "nothing" : is) + by(was, is));
            }
        }
        return lines;
    }

    private static boolean same(String name, @Nullable String was, @Nullable String is) {
        if (was == null || is == null) {
            return false;
        }
        if (!name.equals(ExactChild.BYTES_PER_EVENT)) {
            return was.equals(is);
        }
        BigDecimal before = number(was);
        BigDecimal now = number(is);
        return before != null
                && now != null
                && now.subtract(before).abs().compareTo(before.multiply(TOLERANCE)) <= 0;
    }

    /// How much more or less it is, where that can be said.
    private static String by(@Nullable String was, @Nullable String is) {
        BigDecimal before = number(was);
        BigDecimal now = number(is);
        return before == null || now == null || before.signum() == 0
                ? ""
                : String.format(Locale.ROOT, " (%+.3g %%)", 100 * (now.doubleValue() / before.doubleValue() - 1));
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text != null && text.matches("-?\\d{1,18}(\\.\\d{1,9})?") ? new BigDecimal(text) : null;
    }
}
