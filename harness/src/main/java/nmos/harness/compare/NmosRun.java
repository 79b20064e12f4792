package nmos.harness.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import nmos.llamacpp.Launcher;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// nmos in a process of its own: the program that runs now, with the class path it has.
final class NmosRun {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KILLED = 128 + 9;

    private NmosRun() {}

    static EngineRun of(NmosTask task, List<Prompt> prompts, long heapBytes, Launcher launcher, int repetition)
            throws InterruptedException {
        Process process = null;
        try {
            long beganAtMs = System.currentTimeMillis();
            process = start(task, heapBytes, launcher);
            CompletableFuture<String> said = lastLine(process.inputReader(UTF_8));
            CompletableFuture<String> complained = lastLine(process.errorReader(UTF_8));
            int code = process.waitFor();
            if (code == KILLED) {
                throw new CompareException("nmos was killed");
            }
            if (code != 0) {
                throw new CompareException("nmos: " + complained.get());
            }
            NmosAnswer answer = JSON.readValue(said.get(), NmosAnswer.class);
            requireSame(prompts, answer);
            return new EngineRun(Engine.NMOS, repetition, answer.turns(), answer.readyAtMs() - beganAtMs + answer.turns().getFirst().ttftMs(), answer.peakBytes(),
                    answer.readBytes(), null, answer.bound(), answer.notes());
        } catch (IOException | ExecutionException | JacksonException broken) {
            throw new CompareException("nmos cannot be run in a process of its own: " + broken.getMessage());
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    /// Its stdin stays open: with it the child would end.
    static Process start(NmosTask task, long heapBytes, Launcher launcher) throws IOException {
        Process process = new ProcessBuilder(launcher.command(command(heapBytes))).start();
        BufferedWriter in = process.outputWriter(UTF_8);
        try {
            in.write(JSON.writeValueAsString(task));
            in.newLine();
            in.flush();
        } catch (IOException ended) {
            // then it says why
        }
        return process;
    }

    /// Its heap is bounded, as that of llama.cpp's process is: what a JVM takes of itself depends on the machine.
    private static List<String> command(long heapBytes) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapBytes / (1 << 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NmosChild.class.getName());
    }

    private static CompletableFuture<String> lastLine(BufferedReader lines) {
        var last = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            String latest = "it said nothing";
            try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    latest = line.isBlank() ? latest : line.strip();
                }
            } catch (IOException closed) {
                // killed: there is no more to read
            }
            last.complete(latest);
        });
        return last;
    }

    private static void requireSame(List<Prompt> prompts, NmosAnswer answer) {
        List<List<Integer>> asked = new ArrayList<>();
        prompts.forEach(prompt -> asked.add(prompt.ids()));
        if (!asked.equals(answer.prompts())) {
            throw new CompareException("nmos was asked something else than llama.cpp: " + answer.prompts().size() + " of "
                    + asked.size() + " turns were answered, or their prompts differ");
        }
    }
}
