package nmos.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Text made to exhaust a parser: none of it may hang, overflow the stack or be shown whole.
class HostileTextTest {
    private static final Duration HANGS = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "digits        | 'v: '   | 9         | ''",
        "words         | 'v: '   | 'a '      | ''",
        "brackets      | 'v: '   | [         | ''",
        "braces        | 'v: '   | {         | ''",
        "lists         | ''      | '- '      | ''",
        "questions     | ''      | '? '      | ''",
        "colons        | ''      | ': '      | ''",
        "commas        | 'v: ['  | 'a,'      | ]",
        "keys          | 'v: {'  | 'a: 1, '  | '}'",
        "quotes        | 'v: '   | '\"\"'    | ''",
        "escapes       | 'v: \"' | '\\n'     | '\"'",
        "hashes        | 'v: 1 ' | '#'       | ''",
        "anchors       | 'v: '   | '&a '     | ''",
        "aliases       | 'v: ['  | '*a,'     | ]",
        "tags          | 'v: '   | '!a '     | ''",
        "merges        | ''      | '<<: {}~' | ''",
        "documents     | ''      | '---~'    | ''",
        "lines         | 'v: 1~' | '~'       | ''",
        "indents       | ''      | 'a:~'     | ''",
        "bars          | 'v: |~' | ' x~'     | ''",
        "underscores   | 'v: 1'  | _         | ''",
        "percents      | ''      | '%a b~'   | ''"
    })
    void isReadOrRefusedInOneLineWithoutHanging(String name, String before, String repeated, String after) {
        String text = (before + repeated.repeat((1 << 16) / repeated.length() - 10) + after).replace('~', '\n');
        Assertions.assertTimeoutPreemptively(HANGS, () -> {
            try {
                Section section = Document.of("f", text).section();
                section.need("v").bytes();
                section.done();
            } catch (InvalidFile e) {
                assertThat(e.getMessage()).startsWith("f").doesNotContain("\n").hasSizeLessThan(420);
            }
        });
    }
}
