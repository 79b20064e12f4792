package nmos.traces.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.RandomTraces;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsWrittenReadsBackAndWritesAgainToTheSameBytes(long seed) throws IOException {
        Trace trace = RandomTraces.of(seed);
        byte[] once = bytes(trace);
        Trace read = read(once);
        assertThat(read).isEqualTo(trace);
        assertThat(bytes(read)).isEqualTo(once);
    }

    @Test
    void linesAreLegible() throws IOException {
        Trace trace = new Trace(new TraceHeader(true, "by hand", "shows the lines"), List.of(
                new TraceEvent.Open(0, 0, "ann"),
                new TraceEvent.Begin(3, 0, ContentClass.CHAT, 120, OptionalInt.empty(), false),
                new TraceEvent.Key(5, 0, 0, new Inserted.Text("é")),
                new TraceEvent.Edit(9, 0, 0, 1, Inserted.NOTHING)));
        assertThat(new String(bytes(trace), StandardCharsets.UTF_8)).isEqualTo("""
                {"format":"nmos-trace","version":1,"text":true,"source":"by hand","why":"shows the lines"}
                {"ns":0,"session":0,"do":"open","person":"ann"}
                {"ns":3,"session":0,"do":"begin","reply":"chat","replyTokens":120}
                {"ns":5,"session":0,"do":"key","at":0,"key":"é"}
                {"ns":9,"session":0,"do":"edit","at":0,"remove":1}
                """);
    }

    @Test
    void aGzippedTraceReadsAsThePlainOne() throws IOException {
        Trace trace = RandomTraces.of(99);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(trace));
        }
        assertThat(read(packed.toByteArray())).isEqualTo(trace);
    }

    @Test
    void theWriterRefusesWhatTheReaderWould() throws IOException {
        try (TraceWriter writer = new TraceWriter(new TraceHeader(false, "", ""), new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> writer.add(new TraceEvent.Submit(0, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("session: 0 has not been opened");
        }
    }

    static byte[] bytes(Trace trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceWriter.write(trace, out);
        return out.toByteArray();
    }

    private static Trace read(byte[] bytes) throws IOException {
        try (TraceReader reader = TraceReader.of("memory", new ByteArrayInputStream(bytes))) {
            return reader.rest();
        }
    }
}
