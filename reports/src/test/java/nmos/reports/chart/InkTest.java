package nmos.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every ink can be seen on its ground, as WCAG 2 counts contrast: 4.5 for what is read, 3 for what is looked at.
class InkTest {
    private static final int LIGHT_GROUND = 0xffffff;
    private static final int DARK_GROUND = 0x14181c;
    private static final EnumSet<Ink> READ = EnumSet.of(Ink.TEXT, Ink.MUTED, Ink.SIMULATED, Ink.MEASURED, Ink.GOAL);
    /// Meant to stand back, behind what they carry.
    private static final EnumSet<Ink> BEHIND = EnumSet.of(Ink.GRID, Ink.BAND, Ink.REST, Ink.RESERVED, Ink.WEIGHTS,
            Ink.LEVEL_1, Ink.LEVEL_2, Ink.LEVEL_3, Ink.LEVEL_4);

    @ParameterizedTest
    @EnumSource
    void canBeSeen(Ink ink) {
        double least = READ.contains(ink) ? 4.5 : BEHIND.contains(ink) ? 1.1 : 3;
        assertThat(contrast(ink.light, LIGHT_GROUND)).isGreaterThan(least);
        assertThat(contrast(ink.dark, DARK_GROUND)).isGreaterThan(least);
    }

    /// Figures stand on shades: in text on the four faintest, in the ground's colour on the others.
    @Test
    void whatIsWrittenOnAShadeCanBeRead() {
        for (Ink shade : Ink.LEVELS) {
            boolean faint = HeatMapChart.isFaint(shade);
            assertThat(contrast(shade.light, faint ? Ink.TEXT.light : LIGHT_GROUND)).as(shade + " in light").isGreaterThan(4.4);
            assertThat(contrast(shade.dark, faint ? Ink.TEXT.dark : DARK_GROUND)).as(shade + " in dark").isGreaterThan(4.4);
        }
    }

    @Test
    void asManyShadesAsThereAreAreToldApart() {
        for (int count = 1; count <= Ink.LEVELS.size(); count++) {
            int of = count;
            assertThat(IntStream.range(0, of).mapToObj(i -> Ink.level(i, of))).isSorted().doesNotHaveDuplicates();
        }
        assertThat(IntStream.range(0, 3).mapToObj(i -> Ink.level(i, 3))).containsExactly(Ink.LEVEL_2, Ink.LEVEL_4, Ink.LEVEL_6);
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
