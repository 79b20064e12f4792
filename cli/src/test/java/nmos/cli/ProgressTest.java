package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000;
    private static final String ERASE = "\r\033[K";

    private final StringWriter err = new StringWriter();
    private long nowNs = Long.MAX_VALUE - SECOND / 2;

    private Progress progress(boolean watched) {
        return new Terminal(
                        new PrintWriter(new StringWriter()), new PrintWriter(err), watched, () -> nowNs, new StopFlag())
                .progress("simulating", 20);
    }

    @Test
    void workThatIsDoneWithinASecondShowsNothing() {
        try (Progress progress = progress(true)) {
            nowNs += SECOND - 1;
            progress.at(19);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void longerWorkShowsHowFarItIsAndLeavesNoTrace() {
        try (Progress progress = progress(true)) {
            nowNs += SECOND;
            progress.at(10);
            assertThat(err).hasToString(ERASE + "simulating [" + "=".repeat(15) + " ".repeat(15) + "] 50 %");
            nowNs += SECOND / 20;
            progress.at(11);
            assertThat(err.toString()).doesNotContain("55 %");
            nowNs += SECOND / 20;
            progress.at(12);
            assertThat(err.toString()).endsWith("60 %");
        }
        assertThat(err.toString()).endsWith("60 %" + ERASE);
    }

    @Test
    void nobodyWatchesAFile() {
        try (Progress progress = progress(false)) {
            nowNs += 5 * SECOND;
            progress.at(10);
        }
        assertThat(err.toString()).isEmpty();
    }
}
