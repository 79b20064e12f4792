package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "k=1..4 | true | 1;2;3;4",
        "k=4,1,2 | true | 1;2;4",
        "k=64KiB..1MiB | true | 64 KiB;128 KiB;256 KiB;512 KiB;1 MiB",
        "k=1 GiB .. 4 GiB | true | 1 GiB;2 GiB;4 GiB",
        "k=1 GB,500 MB,2 GB | true | 500 MB;1 GB;2 GB",
        "k=all,1 GB,500 MB | true | 500 MB;1 GB;all",
        "k=30 s,never,1 min | true | 30 s;1 min;never",
        "k=off,chain | false | off;chain",
        "k=[2, 1],[4] | false | [2, 1];[4]",
        "k=7..7 | true | 7",
        "k=5 ms..5 ms | true | 5 ms",
    })
    void numbersAreInOrderAndAllElseIsAChoice(String text, boolean ordered, String values) {
        Knob knob = Knob.parse(text);
        assertThat(knob.ordered()).isEqualTo(ordered);
        assertThat(knob.values()).isEqualTo(Arrays.asList(values.split(";")));
    }

    @Test
    void aRangeWithoutAStepIsCutIntoEvenStepsOrEvenRatios() {
        assertThat(Knob.parse("k=.1..0.9").values()).hasSize(33).startsWith("0.1", "0.125").endsWith("0.875", "0.9");
        assertThat(Knob.parse("k=100 MB..10 GB").values()).hasSize(33).startsWith("0.1 GB", "0.115 GB").endsWith("8.66 GB", "10 GB");
        assertThat(Knob.parse("k=2..10 GB").values()).hasSize(33).startsWith("2 GB", "2.25 GB").endsWith("10 GB");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "machine.tiers.ram.capacity.value=8..26 GiB | 33",
        "machine.hops.nvme.latency.value=.4 ns..2.5 us | 30",
        "machine.hops.nvme.latency.value=1.2345..1.2399 us | 5",
        "kv.pageBytes=10..90 KiB | 33",
        "river.margin=0.0..1 | 33",
        "river.margin=.00001..0.00002 | 11",
        "river.margin=0.0001..0.002 % | 17",
    })
    void everyValueOfARangeCanBeReadAndNoneIsBeyondItsEnds(String text, int values) {
        Knob knob = Knob.parse(text);
        assertThat(knob.values()).hasSize(values).allSatisfy(value -> {
            try {
                ScenarioLoader.load("02-72b-on-4gb", List.of(knob.path() + "=" + value));
            } catch (InvalidFile fault) {
                assertThat(fault).hasMessageNotContaining("round it").hasMessageNotContaining("unit");
            }
        });
        String[] ends = text.substring(text.indexOf('=') + 1).split("\\.\\.(?=\\d)", 2);
        String unit = ends[1].replaceFirst("[\\d.]+", "");
        double from = Quantity.of(ends[0].matches("[\\d.]+") ? ends[0] + unit : ends[0]);
        assertThat(knob.values()).extracting(Quantity::of).allSatisfy(value ->
                assertThat(value).isBetween(from * (1 - 1e-12), Quantity.of(ends[1]) * (1 + 1e-12)));
    }

    @Test
    void numbersThatSpanMuchAreToldApartByTheirRatio() {
        assertThat(Knob.parse("k=1,2,4,8,16").places()).containsExactly(0, .25, .5, .75, 1);
        assertThat(Knob.parse("k=10..14").places()).containsExactly(0, .25, .5, .75, 1);
        assertThat(Knob.parse("k=0,50,100").places()).containsExactly(0, .5, 1);
        assertThat(Knob.parse("k=1 GB,2 GB,all").places()).containsExactly(0, .8, 1);
        assertThat(Knob.parse("k=3").places()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "k=", "=1", "k=4..1", "k=9 GB..1 GB", "k=1 furlong..9 furlong", "k=1..", "k=1,1", "seed=1..9", "seed=1 ms..9 ms"})
    void whatIsNoneIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Knob.parse(text)).isInstanceOf(InvalidFile.class).hasMessageStartingWith("--vary ").hasMessageNotContaining("\n");
    }

    @Test
    void fieldsThatFightAreRefused() {
        assertThatThrownBy(() -> new Space(List.of(Knob.parse("a.b=1"), Knob.parse("a.b=2")), null)).hasMessageContaining("varied twice");
        assertThatThrownBy(() -> new Space(List.of(Knob.parse("a.b=1"), Knob.parse("a={b: 2}")), null)).hasMessageContaining("replaces all of a");
    }
}
