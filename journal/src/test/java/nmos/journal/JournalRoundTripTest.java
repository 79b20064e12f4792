package nmos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nmos.policy.Commands;
import nmos.policy.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalRoundTripTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everySignalAndCommandComesBackAsItWasWritten(long seed) throws Exception {
        List<JournalEntry> written = Journals.random(seed, 2000);
        JournalReader reader = Journals.reader(Journals.write(written));
        assertThat(Journals.read(reader))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("offset")
                .isEqualTo(written);
        assertThat(reader.torn()).isFalse();
        assertThat(reader.policyHash()).isEqualTo(Journals.HASH);
    }

    @Test
    void aCommandRecordExistsForEveryCommand() {
        List<String> methods = Arrays.stream(Commands.class.getMethods())
                .map(JournalRoundTripTest::signature)
                .sorted()
                .toList();
        List<String> records = Randoms.kinds(Command.class).stream()
                .map(record -> record.getSimpleName().toLowerCase(Locale.ROOT)
                        + Arrays.stream(record.getRecordComponents())
                                .map(component -> component.getType() + " " + component.getName())
                                .toList())
                .sorted()
                .toList();
        assertThat(records).isEqualTo(methods);
    }

    private static String signature(Method method) {
        return method.getName().toLowerCase(Locale.ROOT)
                + Arrays.stream(method.getParameters())
                        .map(parameter -> parameter.getType() + " " + parameter.getName())
                        .toList();
    }

    @Test
    void whatIsRecordedIsAlsoPassedOnToTheWorldUnchanged() throws Exception {
        CommandRecorder world = new CommandRecorder();
        JournalEntry entry = Journals.random(11, 0).getFirst();
        try (JournalWriter writer = new JournalWriter(new ByteArrayOutputStream(), Journals.HASH)) {
            Commands out = writer.begin(entry.timeNs(), entry.signal(), world);
            entry.commands().forEach(command -> command.sendTo(out));
            writer.end(Long.MAX_VALUE, 0);
        }
        assertThat(world.drain()).isEqualTo(entry.commands());
        assertThat(world.drain()).isEmpty();
    }

    @Test
    void oneRunGivesOneSequenceOfBytes() throws Exception {
        assertThat(Journals.write(Journals.random(5, 500))).isEqualTo(Journals.write(Journals.random(5, 500)));
    }

    @Test
    void aJournalIsNeverWrittenOverAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("journal.bin"), "mine");
        assertThatThrownBy(() -> new JournalWriter(file, Journals.HASH)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void theWriterRefusesTimeThatGoesBackAndAWakeThatIsNotLater() throws Exception {
        try (JournalWriter writer = new JournalWriter(new ByteArrayOutputStream(), Journals.HASH)) {
            CommandRecorder world = new CommandRecorder();
            writer.begin(5, new Signal.Woke(), world);
            assertThatThrownBy(() -> writer.end(5, 0)).hasMessageContaining("wake at 5 ns, not later than 5");
            writer.end(6, 0);
            assertThatThrownBy(() -> writer.begin(4, new Signal.Woke(), world)).hasMessageContaining("from 5 to 4 ns");
            assertThatThrownBy(() -> writer.end(7, 0)).hasMessageContaining("no entry was begun");
        }
    }
}
