package nmos.world.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTapeFileTest {
    private static final TurnTape TAPE = new TurnTape("a run", List.of(
            new TurnTape.Reply(new TapedTurn(0, 0), List.of(0, 3, 1)), new TurnTape.Reply(new TapedTurn(2, 1), List.of())));

    @TempDir
    Path folder;

    private static TurnTape read(Path file) throws IOException {
        return TurnTapeFile.read(file, Files.readAllLines(file));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("run.tape");
        TurnTapeFile.write(TAPE, file);
        assertThat(read(file)).isEqualTo(TAPE);
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> TurnTapeFile.write(TAPE, file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    /// `|` stands for a tab, `/` for the end of a line and `HEAD/` for a proper beginning.
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "nmos-pass-tape|2/; :1: expected 'nmos-pass-tape', a tab and version '1'",
        "nmos-pass-tape|1/; :2: expected 'source', a tab and one line that says where the tape is from",
        "nmos-pass-tape|1/source|x/0|0|1/; :3: expected the columns 'session', 'turn' and 'accepted', separated by tabs",
        "HEAD/; : a tape needs at least one reply",
        "HEAD/0|0/; ':4: 2 fields separated by tabs, expected 3: session, turn and accepted'",
        "HEAD/0|0|1  2/; :4: accepted '' is not a number below a million",
        "HEAD/0|-1|1/; :4: turn '-1' is not a number below a million",
        "HEAD/0|0|1/1000000|0|1/; :5: session '1000000' is not a number below a million",
        "HEAD/0|0|1/0|0|1/; : session 0 turn 0 is there twice",
    })
    void aFileThatIsNoTapeIsRefusedWithItsLine(String content, String message) throws IOException {
        String whole = content.replace("HEAD", "nmos-pass-tape|1/source|x/session|turn|accepted");
        Path file = Files.writeString(folder.resolve("broken.tape"), whole.replace('|', '\t').replace('/', '\n'));
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessage(file + message);
    }
}
