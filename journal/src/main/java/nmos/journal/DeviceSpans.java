package nmos.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the streams of a device did in a run, each stream's in order. `leftOut`: spans beyond those that are kept.
public record DeviceSpans(List<DeviceSpan> spans, long leftOut) {
    public static final DeviceSpans NONE = new DeviceSpans(List.of(), 0);

    private static final String HEAD = "stream,what,work,bytes,began_ns,ended_ns";
    private static final String LEFT_OUT = "# left out,";
    private static final int FIELDS = 6;

    public DeviceSpans {
        spans = List.copyOf(spans);
    }

    /// Writes them into the folder of a run; nothing where there are none.
    public void write(Path folder) throws IOException {
        if (spans.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (DeviceSpan span : spans) {
            text.append(span.stream()).append(',').append(span.what()).append(',').append(span.work()).append(',').append(span.bytes())
                    .append(',').append(span.beganNs()).append(',').append(span.endedNs()).append('\n');
        }
        if (leftOut > 0) {
            text.append(LEFT_OUT).append(leftOut).append('\n');
        }
        WholeFile.write(folder.resolve(RunDirectory.DEVICE), out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Those of a run's folder, none where it has no such file.
    ///
    /// @throws IOException where the file is not what [#write] writes; one line that says where
    public static DeviceSpans read(Path folder) throws IOException {
        Path file = folder.resolve(RunDirectory.DEVICE);
        if (!Files.exists(file)) {
            return NONE;
        }
        List<DeviceSpan> spans = new ArrayList<>();
        long leftOut = 0;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                if (line.startsWith(LEFT_OUT)) {
                    leftOut = Long.parseLong(line.substring(LEFT_OUT.length()));
                } else if (number > 1) {
                    spans.add(span(line.split(",", -1)));
                } else if (!line.equals(HEAD)) {
                    throw new IllegalArgumentException("its first line is not " + HEAD);
                }
            } catch (IllegalArgumentException wrong) {
                throw new IOException(file + ":" + number + ": not what a run writes: " + wrong.getMessage(), wrong);
            }
        }
        return new DeviceSpans(spans, leftOut);
    }

    private static DeviceSpan span(String... fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields in the place of " + FIELDS);
        }
        var span = new DeviceSpan(
                fields[0], fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[4]), Long.parseLong(fields[5]));
        if (span.endedNs() < span.beganNs()) {
            throw new IllegalArgumentException("it ends before it begins");
        }
        return span;
    }
}
