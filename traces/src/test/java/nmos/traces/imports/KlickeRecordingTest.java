package nmos.traces.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.traces.Data;
import nmos.traces.file.Lines;
import nmos.traces.file.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KlickeRecordingTest {
    private static final String HEADER = """
            "","DownEventID","UpEventID","DownTime","UpTime","ActionTime","DownEvent","UpEvent","Cursorposition","WordCount","TextChange","Activity"
            """;
    private static final int ARROW = " => ".length();

    @ParameterizedTest
    @ValueSource(strings = {"16409113", "17383808", "17417655", "20958837"})
    void aFileOfKlickeSaysWhatItsCompactFormSays(String person) throws IOException {
        Recorded.Session raw = sessions(Data.file("typing/raw/klicke_" + person + ".csv.gz"), RecordingFormat.KLICKE).getFirst();
        Recorded.Session compact = sessions(Data.file("typing/klicke.tsv.gz"), RecordingFormat.COMPACT).stream()
                .filter(session -> session.name().equals(person)).findFirst().orElseThrow();
        assertThat(raw.actions()).hasSameSizeAs(compact.actions());
        for (int i = 0; i < raw.actions().size(); i++) {
            Recorded action = raw.actions().get(i);
            Recorded told = compact.actions().get(i);
            assertThat(told).isIn(action, asNote(action), asWritten(action, told));
        }
    }

    /// The compact form counts the characters of "old => new".
    private static Recorded asNote(Recorded action) {
        return new Recorded(action.ns(), action.what(), action.removed() + ARROW + action.count());
    }

    /// The compact form counts the backslash that quotation marks and line ends are written with, and so may have a paste of two
    /// for a key, and up to twice as many characters deleted.
    private static Recorded asWritten(Recorded action, Recorded told) {
        return switch (action.what()) {
            case PUNCTUATION -> new Recorded(action.ns(), Recorded.What.PASTE, 2);
            case DELETE -> new Recorded(action.ns(), Recorded.What.DELETE, Math.min(told.count(), 2 * action.count()));
            default -> action;
        };
    }

    @Test
    void quotedFieldsMayHoldQuotesCommasAndLineEnds() throws IOException {
        List<Recorded> actions = read(HEADER + """
                "1","1","1",500,510,10,",",",","1","1",",","Input"
                "2","2","2",600,610,10,"Enter","Enter","2","1","
                ","Input"
                "3","3","3",700,710,10,"\\\"\"","\\\"\"","3","1","\\\"\"","Input"
                "4","4","4",900,910,10,"x","x","3","1","so, => x","Replace"
                """);
        assertThat(actions).containsExactly(
                new Recorded(0, Recorded.What.PUNCTUATION, 1),
                new Recorded(100_000_000, Recorded.What.NEWLINE, 1),
                new Recorded(200_000_000, Recorded.What.PUNCTUATION, 1),
                new Recorded(400_000_000, Recorded.What.PASTE, 1, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "1","1","1",NaN,2,1,"a","a","1","1","a","Input"  | line 2: DownTime: a whole number of ms
            "1","1","1",-5,2,1,"a","a","1","1","a","Input"   | line 2: DownTime: a whole number of ms
            "1","1","1",5,2,1,"a","a","1","1","a","Dance"    | line 2: Activity: 'Dance' is none of
            "1","1","1",5,2,1,"a","a","1","1","","Input"     | line 2: TextChange: a change of 0 characters
            "1","1","1",5,2,1,"a","a","1","1","a","Replace"  | line 2: TextChange: a replacement is written
            "1","1","1",5                                    | line 2: 4 fields, and 12 are wanted
            "1","1","1",5,2,1,"a                             | line 2: the file ends within quotes
            """)
    void aBadRowIsNamedWithItsField(String row, String fault) {
        assertThatThrownBy(() -> read(HEADER + row))
                .isInstanceOf(TraceException.class).hasMessageContaining(fault);
    }

    @Test
    void timeDoesNotGoBack() {
        String row = "\"1\",\"1\",\"1\",%d,2,1,\"a\",\"a\",\"1\",\"1\",\"a\",\"Input\"%n";
        assertThatThrownBy(() -> read(HEADER + String.format(Locale.ROOT, row, 9) + String.format(Locale.ROOT, row, 8)))
                .hasMessageContaining("line 3: DownTime: 8 is before the row above, at 9");
    }

    private static List<Recorded> read(String text) throws IOException {
        List<Recorded.Session> sessions = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new KlickeRecording().read(Lines.of("person.csv", new ByteArrayInputStream(bytes), 1 << 16), sessions::add);
        return sessions.getFirst().actions();
    }

    private static List<Recorded.Session> sessions(Path file, RecordingFormat format) throws IOException {
        List<Recorded.Session> sessions = new ArrayList<>();
        try (Lines lines = Lines.open(file, 1 << 26)) {
            format.parser().read(lines, sessions::add);
        }
        return sessions;
    }
}
