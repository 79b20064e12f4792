package nmos.harness.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nmos.harness.memory.ProcFiles;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.world.Audience;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.policy.Facts;
import nmos.policy.placement.PassTime;
import nmos.scenarios.Scenario;
import nmos.world.bound.Bound;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Turn;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Runs a scenario in a process of its own: a [NmosTask] on stdin, a [NmosAnswer] on stdout, why not on stderr. It ends when stdin
/// does, so that nobody has to look for it whose parent was killed.
public final class NmosChild {
    private static final double MS = 1e6;

    private NmosChild() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line = in.readLine();
        if (line == null) {
            return;
        }
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (in.read() >= 0) {
                    // nothing more is said
                }
            } catch (IOException gone) {
                // as good as the end
            }
            Runtime.getRuntime().halt(1);
        });
        int code = 1;
        try {
            var json = new JsonMapper();
            NmosAnswer answer = run(json.readValue(line, NmosTask.class));
            out.println(json.writeValueAsString(answer));
            code = 0;
        } catch (Throwable fault) { // the parent tells the last line of stderr, which must not be one of a stack trace
            System.err.println(why(fault));
        }
        out.flush();
        System.exit(code);
    }

    static String why(Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            return "its heap of " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB is too small (" + fault.getMessage()
                    + "): raise --memory";
        }
        boolean said = fault.getMessage() != null && (fault instanceof IOException || fault instanceof RuntimeException);
        return (said ? String.valueOf(fault.getMessage()) : fault.toString()).lines().collect(Collectors.joining(" "));
    }

    private static NmosAnswer run(NmosTask task) throws IOException {
        Scenario scenario = LiveWorld.scenario(task.scenario(), task.settings(), task.live());
        try (LiveWorld world = new LiveWorld(scenario, task.live())) {
            String hash = PolicyHash.ofThisProgram();
            RunDirectory folder = RunDirectory.named(Path.of(task.folder()), true);
            folder.scenario(scenario.toYaml());
            folder.report(WorldReport.begun(world.setting(), hash));
            Reads reads = new Reads();
            long readyAtMs = System.currentTimeMillis();
            LiveOutcome outcome = world.run(world.policy(), RunWatch.NONE, reads);
            RunReport report = WorldReport.of(world.setting(), outcome.run(), hash, null, null)
                    .carriedOut(outcome.carriedOut(task.live()));
            folder.report(report);
            return answer(outcome, report, planned(world, outcome), reads, readyAtMs);
        }
    }

    /// As a share of the bound, for passes as wide as they were.
    private static double planned(LiveWorld world, LiveOutcome outcome) {
        int rows = (int) Math.round(outcome.run().passes().stream()
                .filter(pass -> pass.decode() && pass.counted())
                .mapToInt(Pass::rows)
                .average()
                .orElse(1));
        Facts facts = world.composition().facts();
        Bound bound = Bound.of(facts, world.plan().pinLimits(world.scenario().placement()), rows);
        return (double) bound.passNs() / PassTime.of(facts, world.plan(), rows).ns();
    }

    private static NmosAnswer answer(LiveOutcome outcome, RunReport report, double planned, Reads reads, long readyAtMs)
            throws IOException {
        List<EngineTurn> turns = new ArrayList<>();
        List<List<Integer>> prompts = new ArrayList<>();
        for (Turn turn : outcome.run().turns()) {
            LiveOutcome.Reply reply = outcome.replies().stream()
                    .filter(each -> each.turn() == turn.index())
                    .findFirst()
                    .orElse(null);
            if (turn.failed().isPresent() || reply == null) {
                String cause = turn.failed().map(Enum::name).orElse("it said nothing");
                String fault = outcome.faults().isEmpty() ? "" : ": " + outcome.faults().getFirst();
                throw new IOException("turn " + turn.index() + " failed, " + cause + fault);
            }
            if (turn.tokens() == turn.firstTokens()) {
                throw new IOException("the reply of turn " + turn.index() + " came all at once, which is no speed: raise workload.replyTokens");
            }
            prompts.add(Arrays.stream(reply.prompt()).boxed().toList());
            turns.add(new EngineTurn(
                    turn.index(), turn.counted(), turn.ttftVerifiedNs() / MS, turn.tokens(), turn.tokens() - turn.firstTokens(),
                    turn.decodeNs() / MS, reads.ofTurn(turn.index()), Arrays.stream(reply.tokens()).boxed().toList(), ""));
        }
        RunReport.Bound bound = report.bound();
        RunReport.Summary summary = report.summary();
        if (bound == null || summary == null) {
            throw new IOException("the run came to nothing");
        }
        long self = ProcessHandle.current().pid();
        return new NmosAnswer(turns, prompts, readyAtMs, boxed(ProcFiles.peakBytes(self)), boxed(ProcFiles.readBytes(self)),
                new EngineRun.Reached(
                        bound.tokensPerSecond().doubleValue(), bound.limitedBy(), planned, number(bound.reached()), number(summary.tauMean())),
                outcome.faults());
    }

    private static @Nullable Double number(@Nullable BigDecimal figure) {
        return figure == null ? null : figure.doubleValue();
    }

    private static @Nullable Long boxed(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    /// Bytes read from drives by when the first and the latest tokens of each turn were shown.
    private static final class Reads implements Audience {
        private final Map<Integer, long[]> firstAndLatest = new TreeMap<>();

        @Override
        public void shown(int session, int turn, String text) {
            OptionalLong bytes = ProcFiles.readBytes(ProcessHandle.current().pid());
            if (bytes.isPresent()) {
                firstAndLatest.computeIfAbsent(turn, _ -> new long[] {bytes.getAsLong(), 0})[1] = bytes.getAsLong();
            }
        }

        @Nullable Long ofTurn(int turn) {
            long[] bytes = firstAndLatest.get(turn);
            return bytes == null ? null : bytes[1] - bytes[0];
        }
    }
}
