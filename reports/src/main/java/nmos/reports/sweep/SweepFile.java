package nmos.reports.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The files of a sweep: what it was asked in `sweep.json`, its points in `sweep.jsonl`, and both for spreadsheets in `sweep.csv`. The `version`
/// in the first is that of this format.
public final class SweepFile {
    public static final String NAME = "sweep.json";
    public static final String POINTS = "sweep.jsonl";
    public static final String CSV = "sweep.csv";
    private static final int VERSION = 2;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private SweepFile() {}

    public static String text(Manifest manifest) {
        ObjectNode tree = JSON.createObjectNode().put("version", VERSION);
        return JSON.writeValueAsString(tree.setAll((ObjectNode) JSON.<JsonNode>valueToTree(manifest))) + "\n";
    }

    public static void write(Manifest manifest, Path folder) throws IOException {
        WholeFile.write(folder.resolve(NAME), out -> out.write(text(manifest).getBytes(UTF_8)));
    }

    /// All of it. The manifest is the last to be written, so that a sweep that says it is complete has all its files.
    public static void write(Sweep sweep, Path folder) throws IOException {
        WholeFile.write(folder.resolve(POINTS), out -> {
            BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
            for (Point point : sweep.points()) {
                lines.write(PointLine.text(sweep.manifest(), point));
            }
            lines.flush();
        });
        WholeFile.write(folder.resolve(CSV), out -> {
            BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
            Csv.write(sweep, lines);
            lines.flush();
        });
        write(sweep.manifest(), folder);
    }

    /// What a folder's sweep was asked.
    ///
    /// @throws IOException where there is none or it is not one; the message is for the person who named the folder
    public static Manifest manifest(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try (InputStream in = Files.newInputStream(file)) {
            if (!(JSON.readTree(in) instanceof ObjectNode tree)) {
                throw new IOException(file + ": not a sweep: it is no object");
            }
            JsonNode version = tree.remove("version");
            if (version == null || !version.isInt() || version.intValue() != VERSION) {
                throw new IOException(file + ": is of version " + version + ", and this nmos reads version " + VERSION + ": sweep again");
            }
            Manifest manifest = JSON.treeToValue(tree, Manifest.class);
            long points = 1;
            for (Manifest.Axis axis : manifest.axes()) {
                points = Math.min(Integer.MAX_VALUE, points * axis.values().size());
            }
            if (points != manifest.points() || points == 0 || manifest.metrics().isEmpty() || manifest.axes().isEmpty()) {
                throw new IOException(file + ": not a sweep: its axes span " + points + " points and it says " + manifest.points());
            }
            return manifest;
        } catch (JacksonException | NullPointerException invalid) {
            throw new IOException(file + ": not a sweep: " + String.valueOf(invalid.getMessage()).replaceAll("\\s*\\R\\s*", "; "), invalid);
        }
    }

    /// The points that a folder has, in the order they were written; lines that are torn or from elsewhere are none.
    public static List<Point> points(Manifest manifest, Path folder) throws IOException {
        List<Point> points = new ArrayList<>();
        Path file = folder.resolve(POINTS);
        if (!Files.exists(file)) {
            return points;
        }
        // This reader takes half a character at the end of a torn line for another character, and does not refuse the file for it.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                PointLine.read(manifest, line).ifPresent(points::add);
            }
        }
        return points;
    }

    /// A sweep that was ended in an orderly way, if not at its end.
    ///
    /// @throws IOException where there is none, or it was cut short before its figures were told
    public static Sweep read(Path folder) throws IOException {
        Manifest manifest = manifest(folder);
        List<Point> points = points(manifest, folder);
        if (points.isEmpty() || points.stream().anyMatch(point -> point.impossible() == null && point.figures().isEmpty())) {
            throw new IOException(folder + ": the sweep was cut short and its figures are not told yet; nmos sweep with --resume and the same"
                    + " words goes on with it");
        }
        return new Sweep(manifest, points);
    }
}
