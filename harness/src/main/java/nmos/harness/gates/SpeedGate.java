package nmos.harness.gates;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.child.SpeedChild;

/// Gate C: simulating takes no longer than it took in another build. Times differ from JVM to JVM, so each is of a fresh one, and only
/// what all doubt cannot explain counts.
public final class SpeedGate {
    /// How much slower is too slow, as a share.
    public static final double LIMIT = 0.05;
    /// Pairs of JVMs, at the least.
    public static final int PAIRS = 20;
    /// Times that a JVM plays a scenario before it counts.
    public static final int PLAYS_BEFORE = 2;
    /// How well the ratio of neighbours of the same has to be known for others to be found as fast.
    static final double SAME = LIMIT / 2;
    /// Reading cached and streamed, typing, a shared pass, drafts, trees: what most of the simulator's time goes to.
    public static final List<String> PLAYED = List.of(
            "00-the-claim", "03-typing-hides-loading", "04-chain-or-tree", "07-two-people", "09-draft-while-waiting");

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int PLAYS = 5;
    /// Code waits until it is compiled: else how much of it is, by the time it counts, depends on who else wants the processors.
    private static final List<String> COMPILED_FIRST = List.of("-Xbatch");

    private SpeedGate() {}

    /// What a JVM that measures is started with.
    public static List<String> jvmArguments() {
        return Stream.concat(ChildJvm.ALIKE.stream(), COMPILED_FIRST.stream()).toList();
    }

    /// What to measure.
    ///
    /// @param scenarios each counts once
    /// @param pairs a multiple of two, and of more than one round: only where rounds meet is a base beside a base
    /// @param underLoad whether to measure, and to judge, whatever else the machine does
    public record Options(List<String> scenarios, int pairs, boolean underLoad) {
        public Options {
            scenarios = scenarios.stream().distinct().toList();
            if (pairs < 2 * Rounds.PAIRS_A_ROUND || pairs % Rounds.PAIRS_A_ROUND != 0) {
                throw new IllegalArgumentException("pairs come in twos, from " + 2 * Rounds.PAIRS_A_ROUND + ": " + pairs);
            }
        }
    }

    /// Who watches.
    public interface Follower {
        Follower NOBODY = new Follower() {};

        /// So many pairs have been measured.
        default void at(int pairs) {}

        /// Nothing is measured yet, and why.
        default void waiting(String why) {}

        /// Whether to go on.
        default boolean goOn() {
            return true;
        }
    }

    /// Measures both, and judges.
    ///
    /// @throws ChildJvm.Stopped where the follower ended it
    public static GateResult run(Build base, Build head, Options options, Follower follower) throws IOException {
        long beganNs = System.nanoTime();
        Optional<String> busy = options.underLoad ? Optional.empty() : busy(follower);
        if (busy.isPresent()) {
            return skipped(busy.get() + "; --under-load measures all the same", beganNs);
        }
        try (Driver driver = new Driver()) {
            return run(driver, base, head, options, follower, beganNs);
        }
    }

    /// What built the base a moment ago is still in the average: worth some patience.
    private static Optional<String> busy(Follower follower) throws ChildJvm.Stopped {
        Optional<String> busy = MachineLoad.now().tooBusy();
        if (busy.isPresent()) {
            follower.waiting(busy.get() + "; waiting for up to " + PATIENCE.toMinutes() + " minutes");
        }
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (busy.isPresent() && System.nanoTime() < untilNs) {
            if (!follower.goOn()) {
                throw new ChildJvm.Stopped();
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            busy = MachineLoad.now().tooBusy();
        }
        return busy;
    }

    private static GateResult run(
            Driver driver, Build base, Build head, Options options, Follower follower, long beganNs) throws IOException {
        MachineLoad before = MachineLoad.now();
        Rounds rounds = new Rounds();
        Map<String, String> answers = new HashMap<>();
        for (int pair = 0; pair < options.pairs; pair += Rounds.PAIRS_A_ROUND) {
            follower.at(pair);
            for (boolean isHead : List.of(false, true, true, false)) {
                List<String> scenarios = options.scenarios.stream().filter(name -> !rounds.leftOut().containsKey(name)).toList();
                if (scenarios.isEmpty()) {
                    return judged(rounds, beganNs);
                }
                List<Played> all;
                try {
                    all = played(driver, isHead ? head : base, scenarios, follower);
                } catch (Unmeasured broken) {
                    String how = String.valueOf(broken.getMessage());
                    return isHead ? failed(how, beganNs) : skipped(how, beganNs);
                }
                for (Played played : all) {
                    String answer = answers.putIfAbsent(played.scenario, played.answer);
                    if (answer != null && !answer.equals(played.answer)) {
                        rounds.leaveOut(played.scenario, isHead
                                ? "comes to something else in " + head.name() + " than in " + base.name()
                                        + ", so their speeds cannot be compared; gate A says what it comes to"
                                : "does not come to the same twice in " + base.name());
                    } else if (isHead) {
                        rounds.head(played.scenario, played.ns);
                    } else {
                        rounds.base(played.scenario, played.ns);
                    }
                }
            }
        }
        follower.at(options.pairs);
        Optional<String> stolen = MachineLoad.now().stolenSince(before);
        if (stolen.isPresent() && !options.underLoad) {
            return skipped(stolen.get(), beganNs);
        }
        return judged(rounds, beganNs);
    }

    static GateResult judged(Rounds rounds, long beganNs) {
        List<Check> checks = new ArrayList<>();
        List<Speed> speeds = new ArrayList<>();
        for (String scenario : rounds.scenarios()) {
            SlowDown slowDown = SlowDown.of(rounds.ratios(scenario));
            speeds.add(new Speed(scenario, rounds.baseNs(scenario), rounds.headNs(scenario), slowDown));
            checks.add(new Check(scenario, verdict(slowDown, SlowDown.of(rounds.ratiosOfTheSame(scenario)))));
        }
        rounds.leftOut().forEach((scenario, why) -> checks.add(new Check(scenario, new Verdict.Skipped(why))));
        return new GateResult(Gate.SPEED, checks, List.of(), speeds, System.nanoTime() - beganNs);
    }

    /// On a machine that is not steady as much doubt as there is between neighbours of the same comes on top: what is past that as well
    /// is no doing of the machine.
    static Verdict verdict(SlowDown slowDown, SlowDown same) {
        String told = String.format(Locale.ROOT, "head takes %.3f times as long as base, %.3f to %.3f with 95 %% confidence, %d pairs",
                slowDown.median(), slowDown.low(), slowDown.high(), slowDown.pairs());
        boolean steady = same.surelyWithin(SAME);
        String noise = String.format(Locale.ROOT,
                "the machine is not steady: of two JVMs of the same build the later took %.3f to %.3f times as long, and %.3f to %.3f is"
                        + " needed",
                same.low(), same.high(), 1 / (1 + SAME), 1 + SAME);
        double allowed = (1 + LIMIT) * (steady ? 1 : same.farthest());
        if (slowDown.surelyPast(allowed - 1)) {
            String slower = String.format(Locale.ROOT, "%s: surely more than %.0f %% slower", told, 100 * LIMIT);
            return new Verdict.Failed(List.of(steady ? slower : slower + ", although " + noise));
        }
        return steady ? new Verdict.Passed(told) : new Verdict.Skipped(noise + " (" + told + ")");
    }

    private static GateResult skipped(String why, long beganNs) {
        return new GateResult(Gate.SPEED, List.of(new Check("speed", new Verdict.Skipped(why))), List.of(), System.nanoTime() - beganNs);
    }

    private static GateResult failed(String how, long beganNs) {
        return new GateResult(
                Gate.SPEED, List.of(new Check("speed", new Verdict.Failed(List.of(how)))), List.of(), System.nanoTime() - beganNs);
    }

    /// A build does not run; one of long ago may not know what measures it.
    private static final class Unmeasured extends Exception {
        private static final long serialVersionUID = 1;

        Unmeasured(Build build, String why) {
            super(build.name() + " cannot be measured: " + why);
        }
    }

    private record Played(String scenario, String answer, long ns) {}

    private static List<Played> played(Driver driver, Build build, List<String> scenarios, Follower follower)
            throws Unmeasured, ChildJvm.Stopped {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(PLAYS_BEFORE), Integer.toString(PLAYS)));
        arguments.addAll(scenarios);
        String said;
        try {
            said = ChildJvm.run(COMPILED_FIRST, driver.over(build), SpeedChild.class.getName(), arguments, follower::goOn);
        } catch (ChildJvm.Stopped stopped) {
            throw stopped;
        } catch (IOException broken) {
            throw new Unmeasured(build, String.valueOf(broken.getMessage()));
        }
        List<Played> all = new ArrayList<>();
        for (String line : said.lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 3) {
                all.add(new Played(fields[0], fields[1], Math.max(1, Long.parseLong(fields[2]))));
            }
        }
        if (all.size() != scenarios.size()) {
            throw new Unmeasured(build, "it said '" + said.strip() + "'");
        }
        return all;
    }
}
