package nmos.traces.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import nmos.traces.ContentClass;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import nmos.traces.file.TraceException;
import nmos.traces.file.TraceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceImportTest {
    @TempDir
    Path dir;

    @Test
    void aRequestIsASubmitUnlessAllWasDeletedAndWhatTheModelShowedIsNoTyping() throws IOException {
        Trace trace = imported("ann\t0I 100I 50S 200G 1800O 5000A 0C 900I 100B3 40G 9G\n", ImportOptions.WHOLE);
        assertThat(trace.turns().getFirst()).extracting(TypedTurn::promptLength).containsExactly(3, 0);
        assertThat(trace.turns().getFirst().getFirst().submitNs()).isEqualTo(350_000_000L);
        assertThat(trace.events()).filteredOn(TraceEvent.Submit.class::isInstance).hasSize(1);
    }

    @Test
    void aRequestWithNothingTypedIsARetry() throws IOException {
        Trace trace = imported("ann\t0I 100G 7000G\n", ImportOptions.WHOLE);
        TypedTurn second = trace.turns().getFirst().get(1);
        assertThat(second.begin().again()).isTrue();
        assertThat(second.touched()).isFalse();
        assertThat(second.promptLength()).isEqualTo(1);
    }

    @Test
    void aDeletionRightAfterARequestGoesBackIntoThePrompt() throws IOException {
        Trace trace = imported("ann\t0I 0I 0I 100G 7000B2 100I 0G\n", ImportOptions.WHOLE);
        TypedTurn second = trace.turns().getFirst().get(1);
        assertThat(second.begin().again()).isTrue();
        assertThat(second.promptLength()).isEqualTo(2);
    }

    @Test
    void aCompositionIsSubmittedAtItsEndOrWhereSentencesEnd() throws IOException {
        String essay = "ann\t0I 100I 100P 100S 100I 100I 100P 1000S 100I\n";
        Trace whole = imported(essay, ImportOptions.WHOLE);
        assertThat(whole.turns().getFirst()).extracting(TypedTurn::promptLength).containsExactly(9);
        assertThat(whole.endNs()).isEqualTo(1_700_000_000L + 500_000_000L);
        Trace cut = imported(essay, new ImportOptions(9, 3, ContentClass.CHAT, 50));
        assertThat(cut.turns().getFirst()).extracting(TypedTurn::promptLength).containsExactly(3, 4, 2);
        assertThat(cut.turns().getFirst()).extracting(TypedTurn::submitNs)
                .containsExactly(300_000_000L, 1_100_000_000L, 2_200_000_000L);
    }

    @Test
    void sessionsFollowOneAnother() throws IOException {
        Trace trace = imported("ann\t0I 100G\nbob\t50I 100G\ncid\t0I\n", new ImportOptions(2, 0, ContentClass.DOCS, 30));
        assertThat(trace.sessions()).isEqualTo(2);
        assertThat(trace.turns().get(1).getFirst().begin().ns()).isEqualTo(100_000_000L + 10_000_000_000L + 50_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''          | line 1: no session in it
            0I 1I       | line 1: session: a name and a tab
            ann>0Q      | line 1: action 1: one of the classes
            ann>0I -5I  | line 1: column 8: a whole number
            ann>0I NaNI | line 1: column 8: a whole number
            ann>I       | line 1: column 5: a whole number
            ann>0I 5I,  | line 1: action 2: a blank is wanted
            ann>0I 0B0  | line 1: action 2: 0 characters at once
            ann>0B999999999999 | line 1: action 1: 999999999999 characters at once
            ann>999999999999I 999999999999I 999999999999I 999999999999I | line 1: action 4: a session of more than a hundred
            """)
    void aBadRecordingIsNamedWithItsLine(String text, String fault) {
        assertThatThrownBy(() -> imported(text.replace('>', '\t'), ImportOptions.WHOLE))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("recording.tsv")
                .hasMessageContaining(fault);
    }

    @Test
    void aTruncatedGzipIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("ann\t0I 100G\n".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        Path file = dir.resolve("recording.tsv.gz");
        Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() - 20));
        assertThatThrownBy(() -> TraceImport.run(file, RecordingFormat.COMPACT, ImportOptions.WHOLE, new ByteArrayOutputStream()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("damaged gzip");
    }

    private Trace imported(String text, ImportOptions options) throws IOException {
        Path file = dir.resolve("recording.tsv");
        Files.writeString(file, text);
        ByteArrayOutputStream trace = new ByteArrayOutputStream();
        TraceImport.run(file, RecordingFormat.COMPACT, options, trace);
        try (TraceReader reader = TraceReader.of("imported", new ByteArrayInputStream(trace.toByteArray()))) {
            return reader.rest();
        }
    }
}
