package nmos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedJournalTest {
    private static final int HEADER = JournalWriter.HEADER_BYTES;

    @Test
    void aJournalCutAnywhereReadsToItsLastWholeEntryAndSaysItIsTorn() throws Exception {
        byte[] whole = Journals.write(Journals.random(1, 20));
        List<JournalEntry> entries = Journals.read(Journals.reader(whole));
        for (int length = HEADER; length < whole.length; length++) {
            JournalReader reader = Journals.reader(Arrays.copyOf(whole, length));
            List<JournalEntry> read = Journals.read(reader);
            assertThat(reader.torn()).as("cut to %d bytes", length).isTrue();
            assertThat(read).isEqualTo(entries.subList(0, wholeBefore(entries, length, whole.length - 1)));
        }
    }

    private static int wholeBefore(List<JournalEntry> entries, int length, int end) {
        int whole = 0;
        while (whole < entries.size()
                && (whole + 1 < entries.size() ? entries.get(whole + 1).offset() : end) <= length) {
            whole++;
        }
        return whole;
    }

    @Test
    void aWriterThatDiesInsideAnEntryLeavesATornJournal() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JournalWriter writer = new JournalWriter(bytes, Journals.HASH)) {
            writer.begin(1, new Signal.Woke(), new CommandRecorder());
            writer.end(2, 0);
            writer.begin(2, new Signal.Woke(), new CommandRecorder());
        }
        JournalReader reader = Journals.reader(bytes.toByteArray());
        assertThat(Journals.read(reader)).hasSize(1);
        assertThat(reader.torn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noDamageDoesMoreThanRaiseAnErrorThatNamesFileAndOffset(long seed) throws Exception {
        byte[] whole = Journals.write(Journals.random(seed, 30));
        Randoms random = new Randoms(seed);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.upTo(3); hits > 0; hits--) {
                damaged[random.upTo(damaged.length)] = random.bytes(1)[0];
            }
            try {
                Journals.read(Journals.reader(damaged));
            } catch (JournalException e) {
                refused++;
                assertThat(e).hasMessageMatching("journal.bin: offset \\d+: .+");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFileThatIsNoJournalIsRefused() {
        assertRefused(new byte[0], "offset 0: not a journal");
        assertRefused(new byte[HEADER], "offset 0: not a journal");
        byte[] later = Arrays.copyOf(JournalWriter.MAGIC, HEADER);
        later[8] = 9;
        assertRefused(later, "offset 8: format 9, and this version reads 2");
    }

    @Test
    void hostileEntriesAreRefusedAtTheirOffset() {
        assertRefused(entry(0x80, 0x80, 0x80, 0x80, 0x80, 1), "offset 41: an entry longer than 16777216 bytes");
        assertRefused(entry(0x81, 0x80, 0x80, 0x10), "offset 41: an entry longer than 16777216 bytes");
        assertRefused(entry(2, 0, 99), "offset 44: no signal has number 99");
        assertRefused(entry(3, 0, 16, 99), "offset 45: no command has number 99");
        assertRefused(entry(2, 0, 1), "offset 44: the entry ends in the middle of a field");
        assertRefused(entry(5, 0, 6, 0, 0, 0x7f), "offset 46: a list of 127 numbers in the 0 bytes left");
        assertRefused(
                entry(14, 0, 6, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
                "offset 46: a list of 18446744073709551615 numbers in the 0 bytes left");
        assertRefused(entry(8, 0, 9, 0, 0, 1, 2, 1, 0), "offset 50: not a draft tree: node 0 has parent 1");
        assertRefused(entry(8, 0, 1, 0x80, 0x80, 0x80, 0x80, 0x10, 0), "offset 44: 2147483648 does not fit 32 bits");
        assertRefused(entry(4, 0, 10, 2, 99), "offset 45: no Cause has number 99");
        assertRefused(entry(8, 0, 12, 0, 0, 0, 0, 0, 2), "offset 49: a flag is 0 or 1, not 2");
        assertRefused(entry(13, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5), "offset 54: bytes after the end of the entry");
        assertRefused(entry(0, 7), "offset 42: bytes after the end mark");
    }

    private static byte[] entry(int... bytes) {
        byte[] journal = Arrays.copyOf(JournalWriter.MAGIC, HEADER + bytes.length);
        journal[8] = JournalWriter.VERSION;
        for (int i = 0; i < bytes.length; i++) {
            journal[HEADER + i] = (byte) bytes[i];
        }
        return journal;
    }

    private static void assertRefused(byte[] journal, String message) {
        assertThatThrownBy(() -> read(journal))
                .isInstanceOf(JournalException.class)
                .hasMessage("journal.bin: " + message);
    }

    private static void read(byte[] journal) throws IOException {
        Journals.read(Journals.reader(journal));
    }
}
