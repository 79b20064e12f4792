package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import nmos.harness.gates.Build;
import nmos.harness.gates.Checkout;
import nmos.harness.gates.ChildJvm;
import nmos.harness.gates.ExactGate;
import nmos.harness.gates.FidelityGate;
import nmos.harness.gates.Gate;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GitBuild;
import nmos.harness.gates.Provenance;
import nmos.harness.gates.SpeedGate;
import nmos.harness.gates.UnreadableException;
import nmos.harness.gates.told.GatesJson;
import nmos.harness.gates.told.History;
import nmos.harness.gates.told.JUnitXml;
import nmos.harness.gates.told.JmhJson;
import nmos.harness.gates.told.Summary;
import nmos.journal.RunDirectory;
import nmos.scenarios.Shipped;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nmos bench`: the regression gates.
@Command(
        name = "bench",
        description = {
            "Hold this program against what it did before. Exit 3 where a gate finds a difference.",
            "A exact: every shipped scenario comes to what scenarios/expected.json says.",
            "B fidelity: predictions are as near to the runs in reports/measured as they were.",
            "C speed: simulating takes no longer than in another build."
        },
        footer = {
            "",
            "Examples:",
            "  nmos bench A B",
            "  nmos bench A --accept",
            "  nmos bench C --against HEAD~1 --build",
        })
final class BenchCommand implements Callable<Integer> {
    private static final String GATES = "gates.json";
    private static final String JUNIT = "junit.xml";
    private static final String SUMMARY = "summary.md";
    private static final String JMH = "jmh-result.json";
    private static final List<String> LEFT = List.of(GATES, JUNIT, SUMMARY, JMH);

    private final Terminal terminal;

    @Parameters(paramLabel = "GATE", arity = "0..*", description = "A, B and C, or exact, fidelity and speed; default: A and B, and C with --against.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--accept", description = "What A and B find is what is expected from now on: rewrite their files, for git diff to show.")
    private boolean accept;

    @Option(
            names = "--against",
            paramLabel = "BASELINE",
            description = "What C compares with: a class path, a checkout that is built, a folder with nmos.jar, or with --build a commit.")
    private @Nullable String against;

    @Option(names = "--build", description = "Build the commit that --against names, in a worktree that is gone afterwards. Takes minutes.")
    private boolean build;

    @Option(names = "--pairs", paramLabel = "N", description = "Pairs of JVMs that C measures, an even number from 20; default: 20.")
    private int pairs = SpeedGate.PAIRS;

    @Option(names = "--scenario", paramLabel = "NAME", description = "A shipped scenario that C plays, instead of those it plays else; may be repeated.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--under-load", description = "Have C measure and judge although the machine has other things to do.")
    private boolean underLoad;

    @Option(names = "--checkout", paramLabel = "DIR", description = "Where scenarios/ and reports/ are; default: the checkout around this folder.")
    private Path checkout = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Leave gates.json, junit.xml, summary.md, and jmh-result.json where C ran, in this folder.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace what an earlier bench left in --out.")
    private boolean force;

    @Option(names = "--history", paramLabel = "FILE", description = "Add a line of JSON to this file.")
    private @Nullable Path history;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Set<Gate> gates = gates();
        refuse(gates);
        try (var _ = terminal.stop().hold()) {
            Checkout here = Checkout.around(checkout);
            Optional<Build> base = gates.contains(Gate.SPEED) ? base() : Optional.empty();
            // Refused before the work.
            Path folder = out == null ? null : emptied(out);
            Optional<String> doubt = Provenance.doubt(Build.ofThisProgram(), here);
            doubt.ifPresent(why -> terminal.err().println("doubtful: " + why));
            return judged(gates, here, base, folder, doubt);
        } catch (UnreadableException unreadable) {
            throw new BadInput(String.valueOf(unreadable.getMessage()));
        }
    }

    /// The folder, without what an earlier bench left in it.
    private Path emptied(Path folder) throws IOException {
        RunDirectory.open(folder, force);
        for (String name : LEFT) {
            Files.deleteIfExists(folder.resolve(name));
        }
        return folder;
    }

    /// A gate that breaks keeps no other from judging, and what was found from being left.
    private int judged(Set<Gate> gates, Checkout here, Optional<Build> base, @Nullable Path folder, Optional<String> doubt)
            throws IOException {
        List<GateResult> results = new ArrayList<>();
        List<UnreadableException> unreadable = new ArrayList<>();
        boolean stopped = false;
        for (Gate gate : gates) {
            try {
                results.add(result(gate, here, base, unreadable));
            } catch (ChildJvm.Stopped interrupted) {
                stopped = true;
                break;
            }
            if (!json) {
                terminal.out().print(BenchText.plain(results.getLast()));
                terminal.out().flush();
            }
        }
        if (results.isEmpty()) {
            terminal.err().println("interrupted; nothing was judged");
            return Failures.FAILED;
        }
        if (json) {
            terminal.out().print(GatesJson.text(results));
            terminal.out().flush();
        }
        leave(results, folder);
        if (stopped) {
            terminal.err().println("interrupted; not all was judged");
            return Failures.FAILED;
        }
        if (history != null) {
            String commit = doubt.isPresent() ? null : here.commit().orElse(null);
            History.append(history, History.line(results, Instant.now(), commit, doubt.orElse(null)));
        }
        long failed = results.stream().filter(GateResult::failed).count();
        if (!unreadable.isEmpty() && failed == unreadable.size()) {
            throw unreadable.getFirst();
        }
        return failed > 0 ? Failures.DIFFERENT : Failures.OK;
    }

    /// `unreadable`: to which is added what the person at the keyboard has to change.
    private GateResult result(Gate gate, Checkout here, Optional<Build> base, List<UnreadableException> unreadable) throws ChildJvm.Stopped {
        long beganNs = System.nanoTime();
        try {
            return switch (gate) {
                case EXACT -> ExactGate.run(here, Build.ofThisProgram().classPath(), accept, this::goOn);
                case FIDELITY -> FidelityGate.run(here, accept, this::goOn);
                case SPEED -> speed(here, base);
            };
        } catch (ChildJvm.Stopped interrupted) {
            throw interrupted;
        } catch (UnreadableException changeIt) {
            unreadable.add(changeIt);
            return GateResult.broken(gate, String.valueOf(changeIt.getMessage()), beganNs);
        } catch (IOException | RuntimeException broken) {
            Failures.trace(broken, terminal.err());
            return GateResult.broken(gate, Failures.explain(broken), beganNs);
        }
    }

    private boolean goOn() {
        return !terminal.stop().requested();
    }

    private Set<Gate> gates() {
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        for (String word : words) {
            gates.add(Gate.of(word).orElseThrow(() -> new BadInput("there is no gate '" + word + "': A, B or C is needed")));
        }
        if (gates.isEmpty()) {
            gates.addAll(against == null ? EnumSet.of(Gate.EXACT, Gate.FIDELITY) : EnumSet.allOf(Gate.class));
        }
        return gates;
    }

    private void refuse(Set<Gate> gates) {
        boolean speed = gates.contains(Gate.SPEED);
        if (speed && against == null) {
            throw new BadInput("gate C compares two builds: say --against what, such as --against HEAD~1 --build");
        }
        if (!speed && (against != null || build || underLoad || !scenarios.isEmpty() || pairs != SpeedGate.PAIRS)) {
            throw new BadInput("--against, --build, --pairs, --scenario and --under-load are for gate C: add C");
        }
        if (pairs < SpeedGate.PAIRS || pairs % 2 != 0 || pairs > 1000) {
            throw new BadInput("--pairs " + pairs + ": an even number from " + SpeedGate.PAIRS + " to 1000 is needed");
        }
        for (String scenario : scenarios) {
            if (!Shipped.scenarioNames().contains(scenario)) {
                throw new BadInput("--scenario " + scenario + ": is none that ships; those are " + String.join(", ", Shipped.scenarioNames()));
            }
        }
        if (accept && speed && gates.size() == 1) {
            throw new BadInput("--accept is for gates A and B: C keeps nothing that could be accepted");
        }
        if (history != null) {
            Path parent = history.toAbsolutePath().normalize().getParent();
            if (Files.isDirectory(history) || parent == null || !Files.isWritable(Files.exists(history) ? history : parent)) {
                throw new BadInput("--history " + history + ": no file can be written there");
            }
        }
        if (force && out == null) {
            throw new BadInput("--force replaces what is in a named folder: add --out DIR");
        }
    }

    /// What C compares with, where it is there; else it is a commit.
    private Optional<Build> base() throws UnreadableException {
        String baseline = String.valueOf(against);
        Optional<Build> there = Build.at(baseline);
        if (there.isPresent() && build) {
            throw new BadInput("--build is for a commit, and " + baseline + " is there already: leave it out");
        }
        if (there.isEmpty() && !build) {
            throw new BadInput("--against " + baseline + ": no such file or folder; if it is a commit, add --build");
        }
        return there;
    }

    private GateResult speed(Checkout here, Optional<Build> base) throws IOException {
        if (base.isPresent()) {
            return speed(base.get());
        }
        String baseline = String.valueOf(against);
        terminal.err().println("building " + baseline);
        try (GitBuild built = GitBuild.of(here, baseline, this::goOn, terminal.err()::println)) {
            return speed(built.build(baseline));
        }
    }

    private GateResult speed(Build base) throws IOException {
        var options = new SpeedGate.Options(scenarios.isEmpty() ? SpeedGate.PLAYED : scenarios, pairs, underLoad);
        try (Progress progress = terminal.progress("measuring pairs", pairs)) {
            return SpeedGate.run(base, Build.ofThisProgram(), options, new SpeedGate.Follower() {
                @Override
                public void at(int done) {
                    progress.at(done);
                }

                @Override
                public void waiting(String why) {
                    terminal.err().println(why);
                }

                @Override
                public boolean goOn() {
                    return !terminal.stop().requested();
                }
            });
        }
    }

    private void leave(List<GateResult> results, @Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        Files.writeString(folder.resolve(GATES), GatesJson.text(results), UTF_8);
        Files.writeString(folder.resolve(JUNIT), JUnitXml.text(results), UTF_8);
        Files.writeString(folder.resolve(SUMMARY), Summary.text(results), UTF_8);
        if (results.stream().anyMatch(result -> !result.speeds().isEmpty())) {
            Files.writeString(folder.resolve(JMH), JmhJson.text(results), UTF_8);
        }
        terminal.err().println("wrote " + folder);
    }
}
