package nmos.harness.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
    @TempDir
    private Path folder;

    private Grid read(String text) throws IOException {
        return Grid.read(Files.writeString(folder.resolve("grid.txt"), text));
    }

    @Test
    void aLineIsASettingOfAnyNumberOfFields() throws IOException {
        assertThat(read("# comment\n\nplain:\nmore: a.b=1; c = 2 MB ;\nown-drive, unpaced: x=y\nboth, predicted, unpaced:\n").points())
                .containsExactly(
                        new Grid.Point("plain", false, false, List.of()),
                        new Grid.Point("more", false, false, List.of("a.b=1", "c = 2 MB")),
                        new Grid.Point("own-drive", true, false, List.of("x=y")),
                        new Grid.Point("both", true, true, List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "no colon | 1: 'no colon' is no setting",
        "../up: a=b | 1: '../up: a=b' is no setting",
        "..: a=b | 1: '..: a=b' is no setting",
        ".: a=b | 1: '.: a=b' is no setting",
        "a: b=c\\nx\u0000y: c=d | 2: is no text",
        "a: b | 1: 'b' is not of the form path=value",
        "a: b=c; a=d\\na: | 2: 'a' stands there twice",
        "# nothing | no setting to try"
    })
    void whatIsNoneIsNamed(String text, String error) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n"))).isInstanceOf(IOException.class).hasMessageContaining(error);
    }
}
