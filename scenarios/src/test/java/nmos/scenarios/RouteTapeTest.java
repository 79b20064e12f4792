package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTapeTest {
    @TempDir
    private Path folder;

    private RouteTape tape(String... lines) throws IOException {
        return RouteTape.read(file("nmos-routes 1\n" + String.join("\n", lines) + "\n"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tape.routes"), text);
    }

    @Test
    void aLineIsATokenAndAGroupALayer() throws IOException {
        RouteTape tape = tape("3,17 0,5", "3,4 1,5");
        assertThat(tape.layers()).isEqualTo(2);
        assertThat(tape.used()).isEqualTo(2);
        assertThat(tape.highestExpert()).isEqualTo(17);
        assertThat(tape.chosen().getFirst()[1]).containsExactly(0, 5);
    }

    @Test
    void theFirstHalfIsProfiledAndTheSecondIsPlayedRoundAndRound() throws IOException {
        RouteTape tape = tape("0", "0", "1", "2");
        assertThat(tape.rowPpm(0, 3)).containsExactly(1_000_000, 0, 0);
        assertThat(tape.played(0)[0]).containsExactly(1);
        assertThat(tape.played(1)[0]).containsExactly(2);
        assertThat(tape.played(2)[0]).containsExactly(1);
        assertThat(tape.played(-1)[0]).containsExactly(2);
    }

    @Test
    void theSharesOfALayerAddUpToTheExpertsThatATokenGoesTo() throws IOException {
        RouteTape tape = tape("0,1", "0,2", "0,3", "1,2", "9,10", "9,10", "9,10", "9,10");
        assertThat(tape.rowPpm(0, 11)).startsWith(750_000, 500_000, 500_000, 250_000).endsWith(0, 0);
    }

    @Test
    void neighboursThatGoTheSameWayMoreOftenThanChanceWouldAreCorrelated() throws IOException {
        RouteTape sticky = tape("0", "0", "0", "1", "1", "1", "5", "5", "5", "5", "5", "5");
        RouteTape alternating = tape("0", "1", "0", "1", "0", "1", "5", "5", "5", "5", "5", "5");
        assertThat(sticky.repeatPpm(0, 6)).isBetween(590_000, 610_000);
        assertThat(alternating.repeatPpm(0, 6)).isZero();
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "0 1/0             | a layer less           | :3: 1 layers, and 2 in the first line",
        "0,1/0             | an expert less         | :3: layer 0 has 1 experts, others have 2",
        "0,1 2/0,1 2       | layers of other widths | :2: layer 1 has 1 experts, others have 2",
        "1,0/0,1           | falling order          | :2: experts of layer 0 are not in rising order",
        "0,0/0,1           | one twice              | :2: experts of layer 0 are not in rising order",
        "0,x/0,1           | a word                 | :2: 'x' is no number of an expert",
        "-1/0              | a negative number      | :2: '-1' is no number of an expert",
        "0,4096/0,1        | a number too high      | :2: experts of layer 0 are not in rising order",
        "0/''              | an empty line          | :3: '' is no number of an expert",
        "0                 | a single token         | : fewer than two tokens"
    })
    void whatIsNoTapeIsRefusedWithItsLine(String lines, String what, String message) {
        assertThatThrownBy(() -> tape(lines.replace("''", "").split("/", -1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tape.routes" + message);
    }

    @Test
    void aFileThatBeginsOtherwiseIsNoTape() throws IOException {
        Path other = file("0,1\n0,1\n");
        assertThatThrownBy(() -> RouteTape.read(other)).isInstanceOf(IOException.class).hasMessageContaining(":1: not a tape of routes");
        Files.write(other, new byte[] {'n', (byte) 0xff, (byte) 0xfe, '\n'});
        assertThatThrownBy(() -> RouteTape.read(other)).isInstanceOf(IOException.class).hasMessageContaining("not text");
        Files.write(other, new byte[0]);
        assertThatThrownBy(() -> RouteTape.read(other)).isInstanceOf(IOException.class).hasMessageContaining(":1: not a tape of routes");
    }

    @Test
    void aSingleTokenThatIsProfiledSaysNothingOfNeighbours() throws IOException {
        assertThat(tape("0", "0").repeatPpm(0, 2)).isZero();
        assertThat(tape("0", "0", "0").repeatPpm(0, 2)).isZero();
    }

    @Test
    void whatIsNoFileOrTooLongIsRefusedUnread() throws IOException {
        assertThatThrownBy(() -> RouteTape.read(folder)).isInstanceOf(IOException.class).hasMessage(folder + ": not a file");
        Path sparse = file("nmos-routes 1\n");
        try (RandomAccessFile tape = new RandomAccessFile(sparse.toFile(), "rw")) {
            tape.setLength(1L << 40);
        }
        assertThatThrownBy(() -> RouteTape.read(sparse)).isInstanceOf(IOException.class).hasMessageContaining("bytes, cut it");
    }
}
