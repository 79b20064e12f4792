package nmos.world.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankTapeFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsRead(long seed) throws IOException {
        RankTape tape = Passes.tape(seed, 4, 50, 0.6, 16);
        Path file = folder.resolve("draft.ranks");
        RankTapeFile.write(tape, file);
        assertThat(RankTapeFile.read(file)).isEqualTo(tape);
    }

    @Test
    void turnsAreKept() throws IOException {
        RankTape drawn = Passes.tape(1, 2, 5, 0.6, 4);
        RankTape tape = new RankTape(drawn.source(), drawn.texts(), List.of(new TapedTurn(3, 0), new TapedTurn(0, 12)));
        Path file = folder.resolve("run.ranks");
        RankTapeFile.write(tape, file);
        assertThat(RankTapeFile.read(file)).isEqualTo(tape);
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> RankTapeFile.write(Passes.tape(1, 1, 1, 1, 1), file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    /// `|` stands for a tab, `/` for the end of a line and `HEAD/` for a proper beginning.
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "''; 1; the file ends before nmos-rank-tape 1",
        "hello|1/; 1; not a rank tape: the first line must be 'nmos-rank-tape', a tab and '1'",
        "nmos-rank-tape|2/; 1; version '2' of the format is unknown, this reads '1'",
        "nmos-rank-tape|1/source|/; 2; expected 'source', a tab and one line that says where the tape is from",
        "nmos-rank-tape|1/source|x/rank|ppm/; 3; 'expected the columns ''text'', ''rank'' and ''ppm'', separated by tabs'",
        "HEAD/; 4; the tape ends before its first token",
        "HEAD/0|0/; 4; '2 fields separated by tabs, expected 3: text, rank and ppm'",
        "HEAD/1|0|5/; 4; 'text 1: texts are numbered from 0, without gaps, each in one piece'",
        "nmos-rank-tape|1/source|x/turns|0+0/text|rank|ppm/0|0|5/; 3; 'turn ''0+0'' is no session and turn, such as 0:1'",
        "nmos-rank-tape|1/source|x/turns|0:0 1:0/text|rank|ppm/0|0|5/; 3; '2 turns of 1 texts: one for each is needed'",
        "nmos-rank-tape|1/source|x/turns|0:0 0:0/text|rank|ppm/0|0|5/1|0|5/; 3; 'session 0 turn 0 is there twice'",
        "nmos-rank-tape|1/source|x/turns|0:0/0|0|5/; 4; 'expected the columns ''text'', ''rank'' and ''ppm'', separated by tabs'",
        "HEAD/0|0|5/2|0|5/; 5; 'text 2: texts are numbered from 0, without gaps, each in one piece'",
        "HEAD/0|0|5/0|+1|5 4/; 5; rank '+1' is not a number",
        "HEAD/0|0|5/0|2|5 4/; 5; rank 2 among 2 choices",
        "HEAD/0|0|5/0|-|4 5/; 5; 'confidence 5 after 4: must fall and stay within 0..1000000'",
        "HEAD/0|0|900000 900000/; 4; confidences add up to 1800000 ppm",
        "HEAD/0|0|/; 4; ppm '' is not a number",
        "HEAD/0|0|1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1/; 4; '17 confidences, from 1 to 16 are possible'"
    })
    void aFileThatIsNoTapeIsRefusedWithItsLine(String content, int line, String message) throws IOException {
        String whole = content.replace("HEAD", "nmos-rank-tape|1/source|x/text|rank|ppm");
        Path file = Files.writeString(folder.resolve("broken.ranks"), whole.replace('|', '\t').replace('/', '\n'));
        assertThatThrownBy(() -> RankTapeFile.read(file))
                .isInstanceOf(RankTapeFormatException.class)
                .hasMessage(file + ":" + line + ": " + message);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        byte[] bytes = "nmos-rank-tape\t1\nsource\t?\n".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 2] = (byte) 0xff;
        Path file = Files.write(folder.resolve("latin.ranks"), bytes);
        assertThatThrownBy(() -> RankTapeFile.read(file))
                .isInstanceOf(RankTapeFormatException.class)
                .hasMessageEndingWith("not UTF-8 text");
    }
}
