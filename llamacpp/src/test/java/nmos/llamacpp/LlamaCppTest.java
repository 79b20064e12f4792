package nmos.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against the real library and a tiny trained model.
@Timeout(120)
class LlamaCppTest {
    static final String GOLDEN = "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, "
            + "she saw a big, red ball.";

    private static final Sampling GREEDY = new Sampling.Greedy();
    private static final LlamaCpp.Deadlines PATIENT =
            new LlamaCpp.Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(60));

    @TempDir
    Path dir;

    /// For all that leave it as it was, or end its child alone: the next call starts another.
    private static @Nullable LlamaCpp shared;

    private static LlamaCpp shared() {
        LlamaCpp llama = shared;
        if (llama == null) {
            llama = load(stories());
            shared = llama;
        }
        return llama;
    }

    @AfterAll
    static void closeShared() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    @Test
    void continuesATextGreedily() {
        LlamaCpp llama = shared();
        List<String> seen = new ArrayList<>();
        Generation first = llama.generate("", 200, GREEDY, false, seen::add);
        assertThat(first.text().strip()).startsWith(GOLDEN);
        assertThat(seen).isEqualTo(first.pieces());
        assertThat(first.pieceNs()).hasSameSizeAs(first.pieces()).isSorted();
        assertThat(first.endNs()).isGreaterThanOrEqualTo(first.pieceNs()[first.pieceNs().length - 1]);
        assertThat(llama.generate("", 200, GREEDY).text()).isEqualTo(first.text());
        assertThat(llama.generate("", 5, GREEDY).pieces()).hasSize(5).isEqualTo(first.pieces().subList(0, 5));
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        LlamaCpp llama = shared();
        assertThat(drawn(llama, 7)).isEqualTo(drawn(llama, 7));
        assertThat(List.of(drawn(llama, 7), drawn(llama, 8), drawn(llama, 9))).doesNotHaveDuplicates();
    }

    @Test
    void aDraftMayGuessAhead() {
        ModelOptions options = ModelOptions.of(stories(), 512, 2).withDraft(data("models/llama2xs-272K.gguf"), 4);
        try (LlamaCpp llama = LlamaCpp.load(options, PATIENT)) {
            assertThat(llama.generate("", 60, GREEDY).text().strip()).startsWith(GOLDEN);
        }
    }

    @Test
    void encodesAndDecodes() {
        LlamaCpp llama = shared();
        for (String text : List.of("Once upon a time", "🦙 ünï", "a\n\nb\t ")) {
            assertThat(llama.decode(llama.encode(text))).isEqualTo(" " + text);
        }
        assertThat(llama.encode("</s>")).containsExactly(2);
        assertThat(llama.decode(2)).isEqualTo("</s>");
        assertThat(llama.encode("")).isEmpty();
    }

    @Test
    void aKilledChildFailsItsCallAndTheNextOneWorks() throws Exception {
        LlamaCpp llama = shared();
        long pid = llama.pid().orElseThrow();
        var alive = new AtomicBoolean(true);
        // Pieces that were on their way come after it is gone.
        assertThatThrownBy(() -> llama.generate("", 400, GREEDY, true, _ -> {
                    if (alive.getAndSet(false)) {
                        kill("KILL", pid);
                    }
                }))
                .isInstanceOf(LlamaCppException.class)
                .hasMessage(stories() + ": llama.cpp died of signal 9, while asked to generate");
        assertGone(pid);
        assertThat(llama.generate("", 200, GREEDY).text().strip()).startsWith(GOLDEN);
        assertThat(llama.pid().orElseThrow()).isNotEqualTo(pid);
    }

    @Test
    void aHungChildIsKilled() throws Exception {
        var deadlines = new LlamaCpp.Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(2));
        try (LlamaCpp llama = LlamaCpp.load(ModelOptions.of(stories(), 512, 2), deadlines)) {
            long pid = llama.pid().orElseThrow();
            kill("STOP", pid);
            awaitStopped(pid);
            assertThatThrownBy(() -> llama.encode("anything"))
                    .isInstanceOf(LlamaCppException.class)
                    .hasMessage(stories() + ": llama.cpp went silent, while asked to encode");
            assertGone(pid);
            assertThat(llama.encode("anything")).isNotEmpty();
        }
    }

    @Test
    void anAbortInTheLibraryIsAnErrorOfOneLine() {
        LlamaCpp llama = shared();
        assertThatThrownBy(() -> llama.decode(1 << 30))
                .isInstanceOf(LlamaCppException.class)
                .satisfies(LlamaCppTest::isOneLine)
                .hasMessageContaining("while asked to decode");
        assertThat(llama.decode(llama.encode("again"))).isEqualTo(" again");
    }

    @Test
    void badFilesAreErrorsOfOneLineThatSaysWhatIsWrong() throws IOException {
        byte[] good = Files.readAllBytes(stories());
        byte[] garbled = good.clone();
        Arrays.fill(garbled, 8, 64, (byte) 0x7f);
        Map<Path, String> bad = Map.of(
                dir.resolve("missing.gguf"), "no such file",
                dir, "no such file",
                Files.write(dir.resolve("empty.gguf"), new byte[0]), "",
                Files.write(dir.resolve("header.gguf"), Arrays.copyOf(good, 1000)), "",
                Files.write(dir.resolve("truncated.gguf"), Arrays.copyOf(good, good.length / 2)), "not within the file bounds",
                Files.write(dir.resolve("garbled.gguf"), garbled), "",
                Files.writeString(dir.resolve("text.gguf"), "not a model"), "invalid magic");
        bad.forEach((file, why) -> assertThatThrownBy(() -> load(file).close())
                .as(file.toString())
                .isInstanceOf(LlamaCppException.class)
                .satisfies(LlamaCppTest::isOneLine)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why));
    }

    @Test
    void twoRunAtOnce() throws Exception {
        LlamaCpp one = shared();
        try (LlamaCpp two = load(data("models/llama2xs-272K.gguf"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(one.pid()).isNotEqualTo(two.pid());
            String expectedOfTwo = two.generate("", 100, GREEDY).text();
            Callable<String> ofOne = () -> one.generate("", 200, GREEDY).text();
            Callable<String> ofTwo = () -> two.generate("", 100, GREEDY).text();
            List<Future<String>> ones = threads.invokeAll(List.of(ofOne, ofTwo, ofOne, ofTwo));
            for (int i = 0; i < 4; i += 2) {
                assertThat(ones.get(i).get().strip()).startsWith(GOLDEN);
                assertThat(ones.get(i + 1).get()).isEqualTo(expectedOfTwo);
            }
        }
    }

    @Test
    void closingLeavesNothing() throws Exception {
        LlamaCpp llama = load(stories());
        long pid = llama.pid().orElseThrow();
        llama.close();
        llama.close();
        assertGone(pid);
        assertThat(llama.pid()).isEmpty();
        assertThatThrownBy(() -> llama.encode("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingEndsACallInHand() throws Exception {
        LlamaCpp llama = load(stories());
        long pid = llama.pid().orElseThrow();
        var started = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> assertThatThrownBy(
                        () -> llama.generate("", 100_000, GREEDY, true, _ -> started.countDown()))
                .isInstanceOf(LlamaCppException.class));
        started.await();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        llama.close();
        assertGone(pid);
    }

    @Test
    void aParentThatIsGoneTakesItsChildAlong() throws Exception {
        String classPath = System.getProperty("java.class.path") + File.pathSeparator
                + System.getProperty("jdk.module.path", "");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath + File.pathSeparator + origin(LlamaCpp.class) + File.pathSeparator + origin(Parent.class)
                                + File.pathSeparator + origin(de.kherud.llama.LlamaModel.class),
                        Parent.class.getName(),
                        stories().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long child = Long.parseLong(parent.inputReader().readLine());
        assertThat(ProcessHandle.of(child)).isPresent();
        parent.destroyForcibly().waitFor();
        assertGone(child);
    }

    /// Starts a long generation and waits to be killed.
    public static final class Parent {
        public static void main(String[] args) {
            LlamaCpp llama = LlamaCpp.load(ModelOptions.of(Path.of(args[0]), 512, 1));
            System.out.println(llama.pid().orElseThrow());
            while (true) {
                llama.generate("", 500, GREEDY, true, _ -> {});
            }
        }
    }

    private static String drawn(LlamaCpp llama, int seed) {
        return llama.generate("Once", 60, new Sampling.Drawn(1.2f, 0, 1, 0, 1, seed)).text();
    }

    private static LlamaCpp load(Path model) {
        return LlamaCpp.load(ModelOptions.of(model, 512, 2), PATIENT);
    }

    private static Path stories() {
        return data("models/stories260K.gguf");
    }

    private static Path data(String file) {
        Path path = Path.of(Objects.requireNonNullElse(System.getenv("NMOS_DATA"), "../../shared/data"), file);
        assumeTrue(Files.exists(path), "skipped: " + path + " is missing (set NMOS_DATA to the data folder)");
        return path;
    }

    private static String origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static void isOneLine(Throwable error) {
        assertThat(error.getMessage()).doesNotContain("\n");
    }

    private static void kill(String signal, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A signal is only sent when `kill` ends: threads on other processors go on until they notice, and could still answer.
    private static void awaitStopped(long pid) throws Exception {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        assumeTrue(Files.isDirectory(threads), "this system does not tell whether a process has stopped");
        while (!stopped(threads)) {
            Thread.sleep(5);
        }
    }

    private static boolean stopped(Path threads) throws IOException {
        try (Stream<Path> each = Files.list(threads)) {
            for (Path thread : each.toList()) {
                String told = Files.readString(thread.resolve("stat"));
                if (told.charAt(told.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException ended) {
            return false; // a thread between the two looks
        }
    }

    private static void assertGone(long pid) throws Exception {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
}
