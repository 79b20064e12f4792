package nmos.traces.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import nmos.traces.RandomTraces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTraceTest {
    private static final String START = """
            {"format":"nmos-trace","version":1,"text":false,"source":"","why":""}
            {"ns":10,"session":0,"do":"open","person":"ann"}
            {"ns":10,"session":0,"do":"begin","reply":"chat","replyTokens":9}
            {"ns":10,"session":0,"do":"key","at":0,"key":"letter"}
            """;

    /// Each line comes fifth, after the start.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ns":9,"session":0,"do":"submit"}                                     | ns: 9 is before the event above, at 10
            {"ns":-1,"session":0,"do":"submit"}                                    | ns: -1 is before the start
            {"ns":NaN,"session":0,"do":"submit"}                                   | not JSON
            {"ns":1.5,"session":0,"do":"submit"}                                   | ns: 1.5 is not a whole number
            {"ns":"10","session":0,"do":"submit"}                                  | ns: a whole number is wanted
            {"ns":99999999999999999999,"session":0,"do":"submit"}                  | ns: does not fit 64 bits
            {"ns":11,"session":1,"do":"submit"}                                    | session: 1 has not been opened
            {"ns":11,"session":-1,"do":"submit"}                                   | session: -1 has not been opened
            {"ns":11,"session":4294967296,"do":"submit"}                           | session: 4294967296 does not fit 32 bits
            {"ns":11,"session":0,"do":"open","person":"ann"}                       | session: 0 opens, and the next one to open is 1
            {"ns":11,"session":0,"do":"leap"}                                      | do: 'leap' is not one of open, begin,
            {"ns":11,"session":0}                                                  | do: missing
            {"ns":11,"session":0,"do":"submit","fast":true}                        | fast: no such field here
            {"ns":11,"ns":12,"session":0,"do":"submit"}                            | Duplicate
            {"ns":11,"session":0,"do":"submit"} {}                                 | something follows
            {"ns":11,"session":0,"do":"submit"                                     | not JSON
            ["ns"]                                                                 | a line is one JSON object
            {"ns":11,"session":[0],"do":"submit"}                                  | session: a text, a whole number or a flag
            {"ns":11,"session":0,"do":"begin","reply":"chat","replyTokens":9}      | do: a turn begins in session 0 before
            {"ns":11,"session":0,"do":"key","at":2,"key":"letter"}                 | at: 2 is not within the prompt's 1 char
            {"ns":11,"session":0,"do":"key","at":-1,"key":"letter"}                | at: -1 is not within
            {"ns":11,"session":0,"do":"key","at":1,"key":"x"}                      | key: 'x' is not one of letter, space,
            {"ns":11,"session":0,"do":"edit","at":0,"remove":2}                    | remove: 2 are more than the 1 characters
            {"ns":11,"session":0,"do":"edit","at":0,"remove":0}                    | remove: 0 is not at least 1
            {"ns":11,"session":0,"do":"edit","at":0,"remove":1,"insert":-3}        | insert: -3 is negative
            {"ns":11,"session":0,"do":"paste","at":0,"insert":0}                   | insert: nothing was pasted
            {"ns":11,"session":0,"do":"paste","at":0,"insert":2147483647}          | insert: a prompt of more than
            {"ns":11,"session":0,"do":"paste","at":0,"insert":"abc"}               | insert: a whole number is wanted
            {"ns":11,"session":0,"do":"pause","lengthNs":-5}                       | lengthNs: -5 is not at least 1
            {"ns":11,"session":0,"do":"pause","lengthNs":9223372036854775807}      | lengthNs: a pause beyond the end of time
            """)
    void aBadLineIsNamedWithItsField(String line, String fault) {
        assertThatThrownBy(() -> readAll(START + line + "\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("hostile.jsonl: line 5: ")
                .hasMessageContaining(fault);
    }

    @Test
    void aSecondSubmitHasNothingToSubmit() {
        String submit = "{\"ns\":11,\"session\":0,\"do\":\"submit\"}\n";
        assertThatThrownBy(() -> readAll(START + submit + submit))
                .hasMessage("hostile.jsonl: line 6: do: a submit in session 0, which has no turn begun");
    }

    @Test
    void whoIsAwayDoesNotType() {
        assertThatThrownBy(() -> readAll(START + """
                {"ns":20,"session":0,"do":"pause","lengthNs":10}
                {"ns":29,"session":0,"do":"submit"}
                """)).hasMessage("hostile.jsonl: line 6: ns: 29 is within a pause until 30");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                            | the file is empty
            {}                                                                            | format: missing
            {"format":"nmos-journal"}                                                     | format: not a typing trace
            {"format":"nmos-trace","version":2}                                           | version: 2, and this program reads 1
            {"format":"nmos-trace","version":1,"text":1,"source":"","why":""}             | text: true or false is wanted
            {"format":"nmos-trace","version":1,"text":true,"source":"","why":"","who":""} | who: no such field here
            """)
    void aBadHeaderIsRefused(String header, String fault) {
        assertThatThrownBy(() -> readAll(header))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("hostile.jsonl: line 1: ")
                .hasMessageContaining(fault);
    }

    @Test
    void aLineThatNeverEndsIsRefusedWithoutBeingHeld() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> TraceReader.of("endless", endless))
                .hasMessage("endless: line 1: a line longer than " + TraceReader.MAX_LINE_BYTES + " bytes");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatThrownBy(() -> readAll(START.replace("\"text\":false", "\"text\":true").replace("letter", "\\ud800")))
                .hasMessage("hostile.jsonl: line 4: key: half of a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30, 200})
    void aTruncatedGzipIsRefused(int lost) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RoundTripTest.bytes(RandomTraces.of(7)));
        }
        byte[] whole = packed.toByteArray();
        assertThatThrownBy(() -> readAll(Arrays.copyOf(whole, whole.length - lost)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("damaged gzip");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damageIsReadOrRefusedButNeverCrashes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = RoundTripTest.bytes(RandomTraces.of(seed));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                readAll(damaged);
            } catch (TraceException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 200);
    }

    private static void readAll(String text) throws IOException {
        readAll(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void readAll(byte[] bytes) throws IOException {
        try (TraceReader reader = TraceReader.of("hostile.jsonl", new ByteArrayInputStream(bytes))) {
            reader.rest();
        }
    }
}
