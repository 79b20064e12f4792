package nmos.reports.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    @TempDir
    private Path folder;

    private static final Sweep THREE = Swept.of(new int[] {4, 5, 3}, at -> at[0] == 3 ? null : new double[] {at[0] * 10 + at[1] - at[2], 100 - at[1] * at[1]});

    @Test
    void theBestPointIsTheFirstOfEqualsAndNeverOneThatFailedOrCannotBe() {
        assertThat(THREE.best(0)).hasValueSatisfying(best -> assertThat(THREE.settings(best)).isEqualTo("a=3; b=5; c=1"));
        assertThat(THREE.best(1)).hasValueSatisfying(best -> assertThat(THREE.settings(best)).isEqualTo("a=1; b=5; c=1"));
        Point best = THREE.best(0).orElseThrow();
        List<Point> failing = new ArrayList<>(THREE.points());
        failing.set(best.number(), new Point(best.number(), best.kind(), null, List.of(1), best.values(), best.figures(), null));
        assertThat(new Sweep(THREE.manifest(), failing).best(0)).hasValueSatisfying(other -> assertThat(other.number()).isNotEqualTo(best.number()));
    }

    @Test
    void aSliceHasTheBestThatTheOtherAxesAllow() {
        List<List<Optional<Point>>> cells = Slice.bestBy(THREE, 0, 1, 0);
        assertThat(cells.get(2).get(4).map(point -> point.mean(0))).hasValue(24.0);
        assertThat(cells.get(3)).allMatch(Optional::isEmpty);
        assertThat(Slice.bestBy(THREE, 2, 0).stream().map(cell -> cell.map(point -> point.mean(0)).orElseThrow())).containsExactly(24.0, 23.0, 22.0);
    }

    @Test
    void aKnobSwingsByWhatItMovesFromTheBestPointAlone() {
        List<Swing> swings = Swing.of(THREE, 0);
        assertThat(swings).extracting(Swing::axis).containsExactly(0, 1, 2);
        assertThat(swings).extracting(swing -> swing.width(0)).containsExactly(20.0, 4.0, 2.0);
        assertThat(swings.getFirst().lost()).isEqualTo(1);
    }

    @Test
    void noPointIsBetterThanOneOfTheFrontInBothAndEachOtherHasOneThatIsAsGood() {
        Random random = new Random(3);
        Sweep sweep = Swept.of(new int[] {12, 12}, _ -> random.nextInt(10) == 0 ? null : new double[] {random.nextInt(20), random.nextInt(20)});
        List<Point> front = Front.of(sweep, 0, 1);
        assertThat(front).isNotEmpty().isSortedAccordingTo(Comparator.comparingDouble(point -> -point.mean(0)));
        for (Point point : sweep.simulated()) {
            if (point.counts(0) && point.counts(1)) {
                assertThat(front).noneMatch(of -> point.mean(0) >= of.mean(0) && point.mean(1) <= of.mean(1)
                        && (point.mean(0) > of.mean(0) || point.mean(1) < of.mean(1)));
                assertThat(front).anyMatch(of -> of.mean(0) >= point.mean(0) && of.mean(1) <= point.mean(1));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        SweepFile.write(THREE, folder);
        Sweep again = SweepFile.read(folder);
        assertThat(again).isEqualTo(THREE);
        List<String> csv = Files.readAllLines(folder.resolve(SweepFile.CSV));
        assertThat(csv).hasSize(61);
        assertThat(csv.getFirst()).startsWith("point,kind,a,b,c,status,replications,failed_turns,good,good.half_width_95,good.less_best,good.less_best.half_width_95,bad,");
        assertThat(csv.get(1)).isEqualTo("0,simulated,1,1,1,ok,1,0,0,0.5,0,,100,,0,,");
        assertThat(csv.getLast()).isEqualTo("59,simulated,4,5,3,impossible,,,,,,,,,,,it is too large");
    }

    @Test
    void valuesAreReadAgainBitForBit() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            double finite = Double.isFinite(value) ? value : Math.PI;
            Point point = new Point(1, Point.Kind.MEASURED, null, List.of(2), List.of(List.of(finite), List.of(Double.NaN)), List.of(), "live/point-1");
            assertThat(PointLine.read(THREE.manifest(), PointLine.text(THREE.manifest(), point))).hasValue(point);
        }
    }

    @Test
    void commasQuotesAndLinesInValuesStayInTheirCells() throws IOException {
        List<Manifest.Axis> axes = List.of(new Manifest.Axis("a", List.of("{kind: chain, k: 4}", "say \"so\"")));
        SweepFile.write(Swept.with(axes, 2, _ -> new double[] {1, 2}), folder);
        assertThat(Files.readString(folder.resolve(SweepFile.CSV))).contains("\n0,simulated,\"{kind: chain, k: 4}\",ok", "\n1,simulated,\"say \"\"so\"\"\",ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "null", "[]", "{\"point\":3,\"kind\":\"simul", "{\"point\":60,\"impossible\":\"x\"}", "{\"point\":-1,\"impossible\":\"x\"}",
        "{\"point\":1}", "{\"point\":1,\"failed_turns\":[0],\"values\":{\"good\":[1]}}", "{\"point\":1,\"failed_turns\":[0],\"values\":{\"good\":[1],\"bad\":[\"x\"]}}",
        "{\"point\":1,\"failed_turns\":[0,0],\"values\":{\"good\":[1,1],\"bad\":[1,1]}}", "{\"point\":1e9,\"impossible\":\"x\"}",
    })
    void aLineThatIsTornOrFromElsewhereIsNoPoint(String line) {
        assertThat(PointLine.read(THREE.manifest(), line)).isEmpty();
    }

    @Test
    void halfACharacterAtTheEndOfATornLineKeepsNoOtherFromBeingRead() throws IOException {
        SweepFile.write(THREE, folder);
        Files.write(folder.resolve(SweepFile.POINTS), new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82}, StandardOpenOption.APPEND);
        assertThat(SweepFile.points(THREE.manifest(), folder)).isEqualTo(THREE.points());
    }

    @Test
    void whatWasMeasuredAndIsNotToBeTrustedIsMarkedAndBestInNothing() throws IOException {
        Point best = THREE.best(0).orElseThrow();
        List<Point> all = new ArrayList<>(THREE.points());
        all.add(new Point(best.number(), Point.Kind.MEASURED, null, List.of(0), best.values(), best.figures(), "live/point-1", "it decides otherwise"));
        SweepFile.write(new Sweep(THREE.manifest(), all), folder);
        assertThat(SweepFile.read(folder).measured()).singleElement().satisfies(point -> {
            assertThat(point.unsound()).isEqualTo("it decides otherwise");
            assertThat(point.counts(0)).isFalse();
        });
        assertThat(Files.readAllLines(folder.resolve(SweepFile.CSV)).getLast()).contains(",unsound,").endsWith(",it decides otherwise");
    }

    @Test
    void aKnobThatMovesNoMoreThanChanceSaysSo() {
        List<Point> points = IntStream.range(0, 4).mapToObj(number -> new Point(number, Point.Kind.SIMULATED, null, List.of(0, 0),
                List.of(List.of(9.0, 9.0), List.of(1.0, 1.0)),
                List.of(new Point.Figure(9 - number, 1, -number, 1.5), new Point.Figure(1, 0, 0, 0)), null)).toList();
        Sweep sweep = new Sweep(Swept.of(new int[] {2, 2}, _ -> null).manifest(), points);
        assertThat(Swing.of(sweep, 0)).extracting(Swing::axis).containsExactly(0, 1);
        assertThat(Swing.of(sweep, 0)).extracting(swing -> swing.isChance(0)).containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"version\": 1}", "{\"version\": 2}", "{\"version\": 2, \"scenario\": null}"})
    void aFileThatIsNoSweepIsRefusedInOneLine(String text) throws IOException {
        Files.writeString(folder.resolve(SweepFile.NAME), text);
        assertThatThrownBy(() -> SweepFile.read(folder)).isInstanceOf(IOException.class).hasMessageContaining("sweep.json").hasMessageNotContaining("\n");
    }

    @Test
    void aManifestThatLiesAboutItsPointsIsRefused() throws IOException {
        SweepFile.write(THREE, folder);
        Path file = folder.resolve(SweepFile.NAME);
        Files.writeString(file, Files.readString(file).replace("\"points\" : 60", "\"points\" : 2000000000"));
        assertThatThrownBy(() -> SweepFile.read(folder)).hasMessageContaining("its axes span 60 points and it says 2000000000");
    }

    @Test
    void othersAreAsGoodWhereTheDifferenceIsNoMoreThanChance() {
        List<Point> points = IntStream.range(0, 4).mapToObj(number -> new Point(number, Point.Kind.SIMULATED, null, List.of(0, 0),
                List.of(List.of(9.0, 9.0), List.of(1.0, 1.0)),
                List.of(new Point.Figure(9 - number, 1, -number, number == 3 ? 1 : 1.5), new Point.Figure(1, 0, 0, 0)), null)).toList();
        Sweep sweep = new Sweep(Swept.of(new int[] {4}, _ -> null).manifest(), points);
        assertThat(sweep.asGood(0)).isEqualTo(1);
        assertThat(sweep.asGood(1)).isEqualTo(3);
    }
}
