package nmos.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.094712, 0.09471", "4.0868, 4.087", "1234.6, 1235", "99999.6, 100\u202f000", "12707036, 12\u202f707\u202f036", "-3.5, \u22123.5",
        "1e-9, 0.000000001", "NaN, unknown", "Infinity, unbounded"})
    void fourDigitsCount(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.021, +2.1 %", "-0.021, \u22122.1 %", "0.0001, 0.0 %", "0, 0.0 %", "18.7, \u00d719.7", "Infinity, unbounded"})
    void differencesHaveTheirSign(double share, String text) {
        assertThat(Numbers.signedPercent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "850, 0.85 \u00b5s", "1500000, 1.5 ms", "10561000000, 10.56 s"})
    void timesHaveTheUnitThatLeavesFewDigits(double ns, String text) {
        assertThat(Numbers.time(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "16777216, 16.78 MB", "37157000000, 37.16 GB"})
    void sizesHaveTheUnitThatLeavesFewDigits(double bytes, String text) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(text);
    }
}
