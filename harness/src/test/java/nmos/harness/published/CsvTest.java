package nmos.harness.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static List<Csv.Line> lines(String text) {
        return Csv.lines(Path.of("t.csv"), text);
    }

    @Test
    void aFieldInQuotesMayHoldCommasLinesAndQuotes() {
        assertThat(lines("a,b\r\n\"x, \"\"y\"\"\nz\",2\n")).containsExactly(
                new Csv.Line(1, List.of("a", "b")), new Csv.Line(2, List.of("x, \"y\"\nz", "2")));
    }

    @Test
    void linesAreNumberedAsTheFileHasThem() {
        assertThat(lines("a\n\n\"b\nb\",1\nc,2")).extracting(Csv.Line::number).containsExactly(1, 3, 5);
    }

    @Test
    void anEmptyFieldIsThere() {
        assertThat(lines("a,,\n")).containsExactly(new Csv.Line(1, List.of("a", "", "")));
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefusedWithItsLine() {
        assertThatThrownBy(() -> lines("a,b\n1,\"2\n3,4\n")).isInstanceOf(PublishedException.class)
                .hasMessageStartingWith("t.csv:2: a quote is opened and never closed");
    }
}
