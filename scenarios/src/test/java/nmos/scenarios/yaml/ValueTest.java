package nmos.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    private static Value value(String text) {
        return Document.of("f", "v: " + text).section().need("v");
    }

    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({
        "0 B, 0", "11 GB, 11000000000", "16 GiB, 17179869184", "1MiB, 1048576", "2.5 GiB, 2684354560", "0.001 kB, 1",
        "450748416 B, 450748416", "1_000 B, 1000", "1 TB, 1000000000000", "1 TiB, 1099511627776"
    })
    void sizes(String text, long bytes) {
        assertThat(value(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "{0} is {1} ns")
    @CsvSource({"80 us, 80000", "61.5 ms, 61500000", "2 s, 2000000000", "1.5 min, 90000000000", "0 ms, 0", "7ns, 7"})
    void durations(String text, long ns) {
        assertThat(value(text).durationNs()).isEqualTo(ns);
    }

    @ParameterizedTest(name = "{0} is {1} B/s")
    @CsvSource({"2.36 GB/s, 2360000000", "4.8 TB/s, 4800000000000", "1 GiB/s, 1073741824", "1 B/s, 1"})
    void rates(String text, long bytesPerSec) {
        assertThat(value(text).bytesPerSec()).isEqualTo(bytesPerSec);
    }

    @ParameterizedTest(name = "{0} is {1} ppm")
    @CsvSource({".65, 650000", "65 %, 650000", "65%, 650000", "0, 0", "1, 1000000", "1.0, 1000000", "12.5 %, 125000",
        "650000 ppm, 650000", "0.000001, 1"})
    void shares(String text, int ppm) {
        assertThat(value(text).sharePpm()).isEqualTo(ppm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0000001", ".0000001", "-1 %", "101 %", "0.5 x", "half", "1e3", "0x1", "NaN", "1/2", "{}", "[]"})
    void whatIsNoShareIsRefused(String text) {
        assertThatThrownBy(() -> value(text).sharePpm()).isInstanceOf(InvalidFile.class).hasMessageStartingWith("f:1: v: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1 GBps", "1.5 B", "GB", "-1 GB", "1e9 B", "99999999999 TB", "1,5 GB", "1 GB GB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> value(text).bytes()).isInstanceOf(InvalidFile.class).hasMessageStartingWith("f:1: v: ");
    }

    @Test
    void aNumberOfAHundredThousandDigitsIsRefusedWithoutBeingComputed() {
        assertThatThrownBy(() -> value("9".repeat(100_000) + " GB").bytes())
                .isInstanceOf(InvalidFile.class)
                .hasMessage("f:1: v: a number of 100000 digits is not possible here");
    }

    @Test
    void anErrorStaysOneLineWhateverTheTextHolds() {
        assertThatThrownBy(() -> value("\"a\\nb\\u001b[31m\\u2028" + "x".repeat(5000) + "\"").bytes())
                .isInstanceOf(InvalidFile.class)
                .message()
                .hasSizeLessThan(410)
                .doesNotContain("\n", "\u001b", "\u2028");
    }
}
