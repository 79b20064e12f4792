package nmos.reports.perfetto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.Command;
import nmos.journal.DeviceSpan;
import nmos.journal.DeviceSpans;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.Signal;
import nmos.reports.HandMade;
import nmos.reports.HandMade.Entry;
import nmos.reports.run.Run;
import nmos.reports.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfettoTraceTest {
    @TempDir
    Path folder;

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static String text(Writing trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        trace.to(out);
        return out.toString(UTF_8);
    }

    private Timeline run(String name, RunReport.Kind kind, String scenario, List<Entry> entries) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        new RunDirectory(path).report(HandMade.report(kind, scenario));
        HandMade.journal(path, entries);
        return Timeline.of(Run.read(path));
    }

    private Timeline simulated() throws IOException {
        return run("simulated", RunReport.Kind.SIMULATED, "by-hand", HandMade.oneTurn());
    }

    /// The same, some time after its clock began.
    private Timeline measured() throws IOException {
        List<Entry> later = HandMade.oneTurn().stream()
                .map(entry -> new Entry(entry.ns() + 1_234_567, entry.signal(), entry.commands()))
                .toList();
        return run("measured", RunReport.Kind.MEASURED, "by-hand", later);
    }

    /// Many turns one after the other.
    private Timeline manyTurns() throws IOException {
        List<Entry> entries = new ArrayList<>();
        long id = 1;
        for (int turn = 0; turn < 200; turn++) {
            long ns = turn * 1000L;
            long fetch = id++;
            long pass = id++;
            long compute = id++;
            entries.add(new Entry(ns, new Signal.Submitted(0, turn), new Command.Fetch(fetch, 0, 0, 0, 0)));
            entries.add(new Entry(ns + 300, new Signal.Landed(fetch, 200),
                    new Command.PassRows(pass, 0, turn, 0, 4, true), new Command.BeginPass(pass), new Command.Compute(compute, pass, 0, 1, 2)));
            entries.add(new Entry(ns + 700, new Signal.Computed(compute, 400)));
            entries.add(new Entry(ns + 700, new Signal.Verified(pass, 0, 0, -1, -1, true), new Command.Emit(0, 1)));
            entries.add(new Entry(ns + 700, new Signal.Passed(pass, 400), new Command.Evict(0, 1)));
        }
        return run("long", RunReport.Kind.SIMULATED, "long", entries);
    }

    @Test
    void aTraceKeepsTheRulesOfItsFormat() throws IOException {
        Timeline simulated = simulated();
        Timeline measured = measured();
        assertThat(TraceRules.brokenBy(text(out -> PerfettoTrace.write(simulated, null, out)))).isEmpty();
        assertThat(TraceRules.brokenBy(text(out -> PerfettoTrace.write(null, measured, out)))).isEmpty();
        assertThat(TraceRules.brokenBy(text(out -> PerfettoTrace.write(simulated, measured, out)))).isEmpty();
        Timeline many = manyTurns();
        assertThat(TraceRules.brokenBy(text(out -> PerfettoTrace.write(List.of(many, simulated, measured), out)))).isEmpty();
    }

    @Test
    void bothWorldsBeginAtZeroSideBySide() throws IOException {
        Timeline simulated = simulated();
        Timeline measured = measured();
        String trace = text(out -> PerfettoTrace.write(simulated, measured, out));
        for (int process = 1; process <= 2; process++) {
            assertThat(trace).contains(
                    "\"ph\":\"X\",\"name\":\"typing, turn 1\",\"cat\":\"turn\",\"ts\":0.000,\"dur\":1.000,\"pid\":" + process,
                    "\"ph\":\"X\",\"name\":\"fetch layer 0\",\"cat\":\"fetch\",\"ts\":0.500,\"dur\":1.500,\"pid\":" + process,
                    "\"ph\":\"X\",\"name\":\"reply, turn 1\",\"cat\":\"turn\",\"ts\":6.000,\"dur\":2.000,\"pid\":" + process,
                    "\"ph\":\"f\",\"name\":\"first token\",\"cat\":\"flow\",\"id\":\"0x" + process);
        }
        assertThat(trace).contains("simulated: by-hand on laptop", "measured: by-hand on laptop");
    }

    @Test
    void anArrowGoesFromTheKeyOverFetchesAndThePassToTheToken() throws IOException {
        Timeline simulated = simulated();
        List<String> arrow = text(out -> PerfettoTrace.write(simulated, null, out)).lines()
                .filter(line -> line.contains("\"cat\":\"flow\""))
                .map(line -> line.replaceAll(".*\"ph\":\"(.)\".*\"ts\":([0-9.]*).*\"tid\":(\\d+).*", "$1 $2 on $3"))
                .toList();
        assertThat(arrow).containsExactly("s 0.000 on 1", "t 0.500 on 3", "t 2.000 on 3", "t 3.000 on 2", "t 3.100 on 4", "t 4.000 on 4", "f 6.000 on 1");
    }

    @Test
    void aStreamOfAGpuIsALineOfItsOwn() throws IOException {
        Path path = Files.createDirectories(folder.resolve("on-a-gpu"));
        new DeviceSpans(
                List.of(
                        new DeviceSpan("device weights", "copy in", 1, 512, -9, 700),
                        new DeviceSpan("device weights", "copy in", 1, 512, 700, 1_500),
                        new DeviceSpan("device compute", "layer 0", 0, 0, 1_000, 3_000)),
                2)
                .write(path);
        Timeline run = run("on-a-gpu", RunReport.Kind.MEASURED, "by-hand", HandMade.oneTurn());
        String trace = text(out -> PerfettoTrace.write(null, run, out));
        assertThat(TraceRules.brokenBy(trace)).isEmpty();
        assertThat(trace).contains(
                "{\"name\":\"device weights\"}", "{\"name\":\"device compute\"}", "\"name\":\"copy in\",\"cat\":\"device\",\"ts\":0.000,\"dur\":0.700",
                "\"name\":\"layer 0\",\"cat\":\"device\",\"ts\":1.000,\"dur\":2.000", "2 spans of the device's streams more were not kept");
    }

    @Test
    void aLongRunIsShownWorkByWorkOnlyAtFirstAndSaysSo() throws IOException {
        Timeline many = manyTurns();
        String whole = text(out -> PerfettoTrace.write(List.of(many), 1000, out));
        String cut = text(out -> PerfettoTrace.write(List.of(many), 50, out));
        assertThat(whole).doesNotContain("from here on");
        assertThat(cut).contains("from here on passes, turns and counters only", "are left out");
        assertThat(TraceRules.brokenBy(cut)).isEmpty();
        assertThat(cut.lines().filter(line -> line.contains("\"cat\":\"fetch\"") && line.contains("\"X\""))).hasSize(25);
        assertThat(cut.lines().filter(line -> line.contains("\"cat\":\"pass\""))).hasSize(200);
    }

    @Test
    void aRunThatWasCutShortIsStillATrace() throws IOException {
        List<Entry> all = HandMade.oneTurn();
        for (int entries = 0; entries < all.size(); entries++) {
            Timeline cut = run("cut", RunReport.Kind.MEASURED, "cut", all.subList(0, entries));
            assertThat(TraceRules.brokenBy(text(out -> PerfettoTrace.write(null, cut, out)))).as("%d entries", entries).isEmpty();
        }
    }

    @Test
    void namesThatNoTextCanHoldAreWrittenAllTheSame() throws IOException {
        Timeline odd = run("odd", RunReport.Kind.SIMULATED, "\"odd\" </script> name", HandMade.oneTurn());
        Path file = folder.resolve("odd/run.json");
        Files.writeString(file, Files.readString(file).replace("odd\\\" <", "odd\\ud800\\\" <"));
        Timeline half = Timeline.of(Run.read(folder.resolve("odd")));
        assertThat(text(out -> PerfettoTrace.write(odd, half, out))).contains("odd?\\\" </script> name");
    }

    @Test
    void aFullDiskIsTold() throws IOException {
        Timeline simulated = simulated();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        assertThatThrownBy(() -> PerfettoTrace.write(simulated, null, full)).isInstanceOf(IOException.class).hasMessage("no space left");
    }

    @Test
    void theRulesKnowABadTrace() {
        String head = "{\"traceEvents\":[{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"tid\":0},{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":1}";
        List<String> bad = List.of(
                slice("0.000", "2.000") + slice("1.000", "2.000"),
                slice("1.000", "2.000") + slice("0.000", "0.500"),
                slice("1e3", "2.000"),
                ",{\"ph\":\"b\",\"name\":\"a\",\"cat\":\"c\",\"id\":\"0x1\",\"ts\":0.000,\"pid\":1,\"tid\":0}",
                slice("0.000", "1.000") + ",{\"ph\":\"s\",\"name\":\"a\",\"id\":\"0x1\",\"ts\":0.000,\"pid\":1,\"tid\":1}",
                ",{\"ph\":\"i\",\"name\":\"a\",\"s\":\"t\",\"ts\":0.000,\"pid\":2,\"tid\":1}");
        assertThat(bad).allSatisfy(events -> assertThat(TraceRules.brokenBy(head + events + "]}")).isNotEmpty());
    }

    private static String slice(String ts, String dur) {
        return ",{\"ph\":\"X\",\"name\":\"a\",\"ts\":" + ts + ",\"dur\":" + dur + ",\"pid\":1,\"tid\":1}";
    }
}
