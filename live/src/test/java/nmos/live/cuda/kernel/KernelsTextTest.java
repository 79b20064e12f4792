package nmos.live.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTextTest {
    private static final Path SOURCES = Path.of("src", "main", "cuda");
    private static final int MOST_BYTES = 1_000_000;

    @TempDir
    Path folder;

    private static String hash() throws IOException, NoSuchAlgorithmException {
        var all = new ByteArrayOutputStream();
        // in the order of the build script: *.cu, *.cuh, build
        for (String end : List.of(".cu", ".cuh")) {
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.filter(f -> f.toString().endsWith(end)).sorted().toList()) {
                    all.write(Files.readAllBytes(file));
                }
            }
        }
        all.write(Files.readAllBytes(SOURCES.resolve("build")));
        return hash(all.toByteArray());
    }

    private static String hash(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /// Whoever changes either of them without the script is found out.
    @Test
    void thePtxIsWhatTheScriptMadeOfTheSources() throws IOException, NoSuchAlgorithmException {
        String[] text = Kernels.text().split("\n", 3);
        assertThat(text[0]).as("run live/src/main/cuda/build and commit kernels.ptx").isEqualTo("// sources sha256 " + hash());
        assertThat(text[1]).as("kernels.ptx was edited by hand: run live/src/main/cuda/build")
                .isEqualTo("// text sha256 " + hash(text[2].getBytes(StandardCharsets.US_ASCII)));
    }

    /// Takes longer than all the other tests of kernels, and can only fail where the compiler changed: the script's hashes tell the rest.
    @Test
    @EnabledIfEnvironmentVariable(named = "NMOS_NVCC", matches = "true")
    void theCompilerStillMakesThatPtxOfThem() throws IOException, InterruptedException {
        Path nvcc = onPath("nvcc");
        Process version = new ProcessBuilder(nvcc.toString(), "--version").redirectErrorStream(true).start();
        String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(said.contains("V13.0"), "nvcc here is not 13.0, whose PTX is committed");
        Path copy = folder.resolve("live/src/main/cuda");
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        run("sh", copy.resolve("build").toString(), nvcc.toString());
        Path made = folder.resolve("live/src/main/resources/nmos/live/cuda/kernel/kernels.ptx");
        // not isEqualTo: it would print both
        assertThat(Files.readString(made).equals(Kernels.text())).as("kernels.ptx is what nvcc makes of the sources").isTrue();
    }

    /// The oldest cards that are served, those most people have, and those of data centres.
    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_86", "sm_90"})
    void theAssemblerTakesItFor(String architecture) throws IOException, InterruptedException {
        Path ptxas = onPath("ptxas");
        Path text = Files.writeString(folder.resolve("kernels.ptx"), Kernels.text());
        String said = run(ptxas.toString(), "-arch=" + architecture, "-v", text.toString(), "-o", folder.resolve("k.cubin").toString());
        assertThat(said.lines().filter(line -> line.contains("spill"))).allMatch(line -> line.contains("0 bytes spill stores, 0 bytes spill loads"));
    }

    @Test
    void itIsSmallAndAsksForNoMoreThanDriversOfCuda10Know() {
        assertThat(Kernels.text()).hasSizeLessThan(MOST_BYTES).contains(".version 6.5\n.target sm_75\n");
    }

    private static Path onPath(String program) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), program + " is not on the path: the CUDA toolkit is not here");
        return found.orElseThrow();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
