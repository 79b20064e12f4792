package nmos.harness.validate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings of a scenario that are to be tried one after the other, from a file with a line for each:
///
///     name: path=value; path=value
///     name, unpaced: path=value
///     name, predicted: path=value
///
/// Empty lines and those that begin with # are left out. A name, which is that of a folder too, begins with a letter or digit.
public record Grid(List<Point> points) {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9][\\w.+-]*)((?:, *(?:unpaced|predicted))*):(.*)");

    /// One of them. `unpaced`: the drive goes as fast as it can, and `predicted`: which guesses are right is predicted, whatever is
    /// asked of the others.
    public record Point(String name, boolean unpaced, boolean predicted, List<String> settings) {
        public Point {
            settings = List.copyOf(settings);
        }
    }

    public Grid {
        points = List.copyOf(points);
    }

    /// Reads a file of settings.
    ///
    /// @throws IOException where it is not one; the message names file and line
    public static Grid read(Path file) throws IOException {
        List<Point> points = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder; a file with a line for each setting is needed");
        }
        // Bytes as they are, so that the line can be named that is no text.
        List<String> lines = Files.readAllLines(file, ISO_8859_1);
        for (int number = 0; number < lines.size(); number++) {
            String place = file + ":" + (number + 1) + ": ";
            String line = text(place, lines.get(number)).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IOException(place + "'" + line + "' is no setting, write it as 'name: path=value; path=value'");
            }
            if (!names.add(parts.group(1))) {
                throw new IOException(place + "'" + parts.group(1) + "' stands there twice, rename one");
            }
            List<String> settings = Arrays.stream(parts.group(3).split(";"))
                    .map(String::strip)
                    .filter(setting -> !setting.isEmpty())
                    .toList();
            for (String setting : settings) {
                if (!setting.contains("=")) {
                    throw new IOException(place + "'" + setting + "' is not of the form path=value");
                }
            }
            points.add(new Point(
                    parts.group(1), parts.group(2).contains("unpaced"), parts.group(2).contains("predicted"), settings));
        }
        if (points.isEmpty()) {
            throw new IOException(file + ": no setting to try, write a line for each as 'name: path=value; path=value'");
        }
        return new Grid(points);
    }

    private static String text(String place, String bytes) throws IOException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1))).toString();
            if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t')) {
                return text;
            }
        } catch (CharacterCodingException binary) {
            // said below
        }
        throw new IOException(place + "is no text; lines as 'name: path=value; path=value' are needed");
    }
}
