package nmos.harness.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void aFieldInQuotesMayHoldCommasLinesAndQuotes() {
        assertThat(Csv.lines("a,b\r\n\"x, \"\"y\"\"\nz\",2\n")).containsExactly(
                new Csv.Line(1, List.of("a", "b")), new Csv.Line(2, List.of("x, \"y\"\nz", "2")));
    }

    @Test
    void linesAreNumberedAsTheFileHasThem() {
        assertThat(Csv.lines("a\n\n\"b\nb\",1\nc,2")).extracting(Csv.Line::number).containsExactly(1, 3, 5);
    }

    @Test
    void anEmptyFieldIsThere() {
        assertThat(Csv.lines("a,,\n")).containsExactly(new Csv.Line(1, List.of("a", "", "")));
    }

    @Test
    void aFileCutInTheMiddleOfAQuoteEnds() {
        assertThat(Csv.lines("a,\"b")).containsExactly(new Csv.Line(1, List.of("a", "b")));
    }
}
