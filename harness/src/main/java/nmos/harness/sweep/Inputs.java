package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nmos.harness.grid.Amount;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Axis;
import nmos.harness.grid.Evaluation;
import nmos.reports.sweep.Manifest;
import nmos.scenarios.AcceptanceSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.Typed;

/// What a grid reads beside its scenario, as it is now: files that values of an axis name, tapes and traces, models. Numbers name no file.
final class Inputs {
    /// Of a file that is larger, its size, its head and samples of it are looked at: models are.
    private static final int HEAD_BYTES = 16 << 20;
    private static final int SAMPLE_BYTES = 1 << 16;
    private static final int SAMPLES = 64;

    private final Evaluation evaluation;
    private final Axes axes;
    private final Map<String, String> hashes = new TreeMap<>();

    private Inputs(Evaluation evaluation, Axes axes) {
        this.evaluation = evaluation;
        this.axes = axes;
    }

    /// @param first a point that is possible; of each axis the other values are looked at from there
    /// @param files that the grid reads anyhow, by what to call them
    static List<Manifest.Input> of(Evaluation evaluation, Axes axes, int first, Map<String, Path> files) throws IOException {
        Inputs inputs = new Inputs(evaluation, axes);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            inputs.hashes.put(file.getKey(), sha256(file.getValue()));
        }
        inputs.filesOf(inputs.scenario(first));
        for (int axis = 0; axis < axes.axes().size(); axis++) {
            inputs.values(first, axis);
        }
        return inputs.hashes.entrySet().stream().map(input -> new Manifest.Input(input.getKey(), input.getValue())).toList();
    }

    private void values(int first, int axis) throws IOException {
        int[] indices = axes.indices(first);
        Axis of = axes.axes().get(axis);
        for (int value = 0; value < of.values().size(); value++) {
            if (Amount.of(of.values().get(value)).isEmpty()) {
                indices[axis] = value;
                hashes.put(of.setting(value), value(axes.point(indices)));
            }
        }
    }

    private String value(int point) throws IOException {
        try {
            Scenario scenario = scenario(point);
            filesOf(scenario);
            return sha256(scenario.toYaml());
        } catch (RuntimeException cannotBe) {
            // Told of the points that have it; once it can be, they are no longer what they were.
            return sha256(cannotBe.toString());
        }
    }

    private Scenario scenario(int point) {
        List<String> settings = new ArrayList<>(evaluation.settings());
        settings.addAll(axes.settings(point));
        return evaluation.scenario().with(settings);
    }

    private void filesOf(Scenario scenario) throws IOException {
        switch (scenario.acceptance()) {
            case AcceptanceSpec.PassTape(String file) -> file(file);
            case AcceptanceSpec.RankTape(String file) -> file(file);
            case AcceptanceSpec.None _, AcceptanceSpec.PerPosition _ -> {}
        }
        Typed typed = scenario.workload().typed();
        if (typed != null) {
            file(typed.source());
        }
    }

    /// Traces that ship are no files, and a tape that is missing is one more reason why a point cannot be played.
    private void file(String name) throws IOException {
        try {
            Path path = Path.of(name);
            if (Files.isRegularFile(path) && !hashes.containsKey(name)) {
                hashes.put(name, sha256(path));
            }
        } catch (InvalidPathException noFile) {
            // a name, then
        }
    }

    static String sha256(String text) {
        return sha256(text.getBytes(UTF_8));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (FileChannel in = FileChannel.open(file)) {
            long size = in.size();
            digest.update(Long.toString(size).getBytes(UTF_8));
            read(in, 0, HEAD_BYTES, digest);
            for (int sample = 1; size > HEAD_BYTES && sample <= SAMPLES; sample++) {
                read(in, Math.max(0, size / SAMPLES * sample - SAMPLE_BYTES), SAMPLE_BYTES, digest);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void read(FileChannel in, long from, int bytes, MessageDigest digest) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(bytes);
        while (block.hasRemaining() && in.read(block, from + block.position()) >= 0) {
            // until the block is full
        }
        digest.update(block.flip());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
