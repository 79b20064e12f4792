package nmos.harness.gates.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.RunJson;
import nmos.journal.RunReport;
import nmos.policy.anticipation.Anticipations;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.SavedByTyping;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;
import org.jspecify.annotations.Nullable;

/// Plays the scenarios it is given, by name, and prints what each came to: a line for each fact, of scenario, fact and value.
///
/// It is started with nothing but the first of the JVM's two compilers: the second one removes allocations, which ones depends on what
/// it found hot, and bytes would differ from run to run.
public final class ExactChild {
    /// The fact that only the same JVM repeats to the byte.
    public static final String BYTES_PER_EVENT = "allocated_bytes_per_event";

    /// The fact that a scenario can no longer be played.
    public static final String BROKEN = "broken";

    /// The policy's own hash is that of its classes: it differs between compilers, and decides nothing.
    private static final String NO_HASH = "0".repeat(64);

    private ExactChild() {}

    public static void main(String[] names) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        for (String name : names) {
            played(name).forEach((fact, value) -> out.println(name + "\t" + fact + "\t" + value));
        }
    }

    /// One that breaks keeps the others from nothing, and how it broke is a fact as well.
    private static SequencedMap<String, String> played(String name) {
        try {
            return facts(new Simulation(ScenarioLoader.load(name, List.of())));
        } catch (IOException | RuntimeException broken) {
            SequencedMap<String, String> facts = new LinkedHashMap<>();
            facts.put(BROKEN, String.valueOf(broken).strip().replaceAll("\\s*\\R\\s*", "; ").replace('\t', ' '));
            return facts;
        }
    }

    private static SequencedMap<String, String> facts(Simulation simulation) throws IOException {
        MessageDigest output = CommandsAlone.sha256();
        var commands = new CommandsAlone(simulation.policy());
        var calendar = new CountedCalendar(DsolCalendar.create());
        SimOutcome outcome;
        // Its end mark, too.
        try (var journal = new JournalWriter(new DigestOutputStream(OutputStream.nullOutputStream(), output), NO_HASH)) {
            outcome = simulation.play(0, calendar, new JournalingPolicy(commands, journal));
        }
        RunReport report = WorldReport.of(simulation.setting(), outcome.run(), NO_HASH, null, saved(simulation));
        RunJson.write(report, new DigestOutputStream(OutputStream.nullOutputStream(), output));
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("output_sha256", HexFormat.of().formatHex(output.digest()));
        facts.put("commands_sha256", commands.hash());
        facts.put("events", Long.toString(calendar.events()));
        facts.put(BYTES_PER_EVENT, perEvent(allocatedBytes(simulation), calendar.events()));
        facts.put("end_ns", Long.toString(outcome.endNs()));
        figures(facts, report);
        return facts;
    }

    private static RunReport.@Nullable SavedByTyping saved(Simulation simulation) throws IOException {
        return simulation.scenario().anticipation().kind() == Anticipations.NONE
                ? null
                : SavedByTyping.of(simulation, 1, RunWatch.NONE);
    }

    /// Of a second run: the first one also loads classes and links what they call.
    private static long allocatedBytes(Simulation simulation) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            throw new IllegalStateException("this JVM does not say what a thread allocates: run the gates with a HotSpot JDK");
        }
        var calendar = DsolCalendar.create();
        var policy = simulation.policy();
        long before = threads.getCurrentThreadAllocatedBytes();
        simulation.play(0, calendar, policy);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String perEvent(long bytes, long events) {
        return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(Math.max(1, events)), 3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /// Whole numbers: a figure with decimals is in the hash of the output.
    private static void figures(SequencedMap<String, String> facts, RunReport report) {
        RunReport.Summary summary = report.summary();
        if (summary != null) {
            facts.put("turns", Integer.toString(summary.turns()));
            facts.put("failed_turns", Integer.toString(summary.failedTurns()));
            facts.put("tokens", Long.toString(summary.tokens()));
            percentiles(facts, "ttft_verified_ns", summary.ttftVerified());
            percentiles(facts, "ttft_draft_ns", summary.ttftDraft());
            percentiles(facts, "itl_ns", summary.itl());
            percentiles(facts, "pass_ns", summary.pass());
            RunReport.SavedByTyping saved = summary.savedByTyping();
            if (saved != null) {
                facts.put("saved_by_typing_ns.p50", Long.toString(saved.saved().p50Ns()));
            }
            all(facts, "stall_ns.", summary.stallNs());
            summary.resources().forEach((name, used) -> facts.put("busy_ns." + name, Long.toString(used.busyNs())));
        }
        all(facts, "bytes.", report.linkBytes());
        if (summary != null) {
            all(facts, "high_water_bytes.", summary.highWaterBytes());
        }
        RunReport.Bound bound = report.bound();
        if (bound != null) {
            facts.put("bound_pass_ns", Long.toString(bound.passNs()));
        }
    }

    private static void percentiles(Map<String, String> facts, String name, RunReport.@Nullable Percentiles times) {
        if (times != null) {
            facts.put(name + ".p50", Long.toString(times.p50Ns()));
            facts.put(name + ".p95", Long.toString(times.p95Ns()));
        }
    }

    private static void all(Map<String, String> facts, String prefix, Map<String, Long> values) {
        values.forEach((name, value) -> facts.put(prefix + name, Long.toString(value)));
    }
}
