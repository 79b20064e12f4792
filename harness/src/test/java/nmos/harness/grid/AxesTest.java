package nmos.harness.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "k=1,2,4 | 1;2;4",
        "k=1..4 | 1;2;3;4",
        "k=1..32*2 | 1;2;4;8;16;32",
        "k=1..30*2 | 1;2;4;8;16",
        "k=0..100+25 | 0;25;50;75;100",
        "k=.1...5+.1 | 0.1;0.2;0.3;0.4;0.5",
        "k=1..2*1.5 | 1;1.5",
        "k=-2..1 | -2;-1;0;1",
        "k=7..7 | 7",
        "k=1MiB,4 MiB , 16MiB | 1MiB;4 MiB;16MiB",
        "k=1MiB..16MiB*2 | 1MiB;2MiB;4MiB;8MiB;16MiB",
        "k=2..10 GB+4 GB | 2 GB;6 GB;10 GB",
        "k=10..30%+10 | 10%;20%;30%",
        "k=off,chain | off;chain",
        "k=off,1..3 | off;1;2;3",
        "k={kind: chain, k: 4},{kind: off} | {kind: chain, k: 4};{kind: off}",
        "k=[1, 2],[.8] | [1, 2];[.8]",
        "k='a,b',c | 'a,b';c",
        "machine=../here.yaml,h200 | ../here.yaml;h200",
        "k=a=b | a=b",
        "k=1GB,1GiB,1GB/s,1 | 1GB;1GiB;1GB/s;1",
    })
    void anAxisIsAListOrARange(String text, String values) {
        assertThat(Axis.parse(text).values()).isEqualTo(Arrays.asList(values.split(";")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "k", "=1", " =1", "k=", "k=1,,2", "k=,", "k=1,2,1", "k=1..", "k=..3", "k=1...3", "k=a..b", "k=4..1", "k=1..9+0", "k=1..9+-1",
        "k=0..8*2", "k=1..8*1", "k=1..8*.5", "k=1.5..3", "k=1..9999999999", "k=0..1+.0000000001", "k=1GB..4MB", "k=1GB..4", "k=1..8*2GB",
        "k=1..8+1GB", "k={a", "k=a}", "k='a", "k=[1,2", "k=1..1e9", "k=1..2000000", "k=1..100000000000000000000000000000*1.0000001",
        "k=99999999999999999999999999999999999999999999999999999999999999999999..1", "replications=1..4", "seed=1..4",
        "k=1GiB,1024MiB", "k=4,04", "k=65%,.65,1", "k=1_000,1000", "k=1000 ms,1s", "k=2..4,3.0",
    })
    void whatIsNoAxisIsRefusedInOneLineThatNamesIt(String text) {
        assertThatThrownBy(() -> Axis.parse(text))
                .isInstanceOf(InvalidFile.class)
                .hasMessageStartingWith("--vary " + text.substring(0, Math.min(40, text.length())))
                .hasMessageNotContaining("\n");
    }

    @Test
    void pointsAreCountedWithTheLastAxisChangingFastest() {
        Axes axes = Axes.parse(List.of("a=1..3", "b=x,y"));
        assertThat(IntStream.range(0, axes.points()).mapToObj(axes::settings).toList())
                .containsExactly(
                        List.of("a=1", "b=x"), List.of("a=1", "b=y"), List.of("a=2", "b=x"), List.of("a=2", "b=y"),
                        List.of("a=3", "b=x"), List.of("a=3", "b=y"));
    }

    @Test
    void aPointAndItsPlaceOnTheAxesAreOne() {
        Axes axes = Axes.parse(List.of("a=1..7", "b=x,y,z", "c=1..5", "d=only"));
        Set<Integer> seen = new HashSet<>();
        for (int point = 0; point < axes.points(); point++) {
            assertThat(axes.point(axes.indices(point))).isEqualTo(point);
            seen.add(point);
        }
        assertThat(seen).hasSize(7 * 3 * 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1;a=2", "a=1..1000;b=1..1000;c=1,2", "a.b=1;a={b: 2}"})
    void axesThatFightOrComeToTooMuchAreRefused(String texts) {
        assertThatThrownBy(() -> Axes.parse(Arrays.asList(texts.split(";"))))
                .isInstanceOf(InvalidFile.class)
                .hasMessageStartingWith("--vary ");
    }

    @Test
    void aMachineMayBeVariedAfterItsFields() {
        assertThat(Axes.parse(List.of("machine.tiers.ram.capacity.value=8 GB,16 GB", "machine=h200,dgx")).points()).isEqualTo(4);
    }
}
