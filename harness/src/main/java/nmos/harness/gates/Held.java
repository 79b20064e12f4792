package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SequencedSet;
import java.util.TreeSet;
import nmos.journal.WholeFile;

/// The measured settings that gate B holds, as a committed file names them, one a line: without it a setting whose files are lost would
/// be held no more, and nobody would notice.
record Held(SequencedSet<String> settings) {
    private static final String ABOUT = "# The settings in reports/measured that nmos bench B holds; --accept rewrites this.\n";

    static final Held NOTHING = new Held(new TreeSet<>());

    Held {
        settings = Collections.unmodifiableSequencedSet(new TreeSet<>(settings));
    }

    /// None where there is no file.
    static Held read(Path file) throws IOException {
        SequencedSet<String> settings = new TreeSet<>();
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(settings::add);
            } catch (CharacterCodingException damaged) {
                throw new UnreadableException(file + ": is no text; write it again with nmos bench B --accept");
            }
        }
        return new Held(settings);
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, out -> {
            out.write(ABOUT.getBytes(UTF_8));
            for (String setting : settings) {
                out.write((setting + "\n").getBytes(UTF_8));
            }
        });
    }

    /// Those of others that are not among these.
    SequencedSet<String> lacks(Held others) {
        SequencedSet<String> lacking = new TreeSet<>(others.settings);
        lacking.removeAll(settings);
        return lacking;
    }
}
