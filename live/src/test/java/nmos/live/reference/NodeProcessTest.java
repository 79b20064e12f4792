package nmos.live.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ECHO = """
            console.log('starting');
            require('readline').createInterface({input: process.stdin}).on('line', (line) => {
                if (line === 'die') { console.error('last words'); process.exit(3); }
                if (line !== 'hang') console.log('answer ' + line);
            });
            setInterval(() => {}, 1000); // stays though its input ends
            """;

    @TempDir
    Path folder;

    private NodeProcess start() {
        try {
            return NodeProcess.start(folder, folder.resolve("log"), "node", "-e", ECHO);
        } catch (IOException e) {
            return abort("skipped: node cannot be started: " + e.getMessage());
        }
    }

    @Test
    void answersManyQuestionsAndGoesAfterTheLast() throws IOException {
        NodeProcess process = start();
        try (process) {
            for (int question = 0; question < 20; question++) {
                assertThat(process.ask("to " + question, LONG)).isEqualTo("to " + question);
            }
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(ProcessHandle.of(process.pid())).isEmpty();
    }

    @Test
    void survivesWhatItCannotDo() throws IOException {
        try (NodeProcess process = start()) {
            assertThatThrownBy(() -> process.ask("failed no such model", LONG)).hasMessage("no such model");
            assertThat(process.ask("again", LONG)).isEqualTo("again");
        }
    }

    @Test
    void isKilledWhenItHangs() throws IOException {
        try (NodeProcess process = start()) {
            assertThat(process.ask("first", LONG)).isEqualTo("first");
            assertThatThrownBy(() -> process.ask("hang", Duration.ofSeconds(1)))
                    .hasMessageContaining("'hang': no answer after 1 s");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void deathIsReportedWithItsLastWords() {
        try (NodeProcess process = start()) {
            assertThatThrownBy(() -> process.ask("die", LONG))
                    .hasMessageContaining("'die': ended without an answer")
                    .hasMessageContaining("last words");
            assertThat(process.isAlive()).isFalse();
        }
    }
}
