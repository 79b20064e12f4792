package nmos.reports.chart;

import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A colour by what it means, everywhere the same. In SVG it is a name that the page's style sheet gives two colours, for light and
/// for dark; PNG, which is always on white, has the light one.
public enum Ink {
    TEXT(0x1f2328, 0xe6e9ec),
    MUTED(0x57606a, 0xa3adb8),
    AXIS(0x8b949e, 0x6e7883),
    GRID(0xe4e7eb, 0x2a3037),
    BAND(0xe6ebf1, 0x252d35),
    SIMULATED(0x0a5cc0, 0x6fb1ff),
    MEASURED(0xb34a06, 0xffa257),
    /// The run that another is compared with, where both are of one world.
    BASELINE(0x68727d, 0x9aa5b1),
    DRIVE(0x6d48b4, 0xb79ef3),
    LINK(0x0e7573, 0x4fc7c0),
    COMPUTE(0x465260, 0xaab6c2),
    DRAFT(0xb22a6c, 0xf283b5),
    REST(0xc0c7cf, 0x4d5762),
    WEIGHTS(0x8399b0, 0x5d7690),
    KV(0xa8780a, 0xdcae3c),
    RESERVED(0xcfd5dc, 0x39424c),
    GOAL(0x2a7a35, 0x6cc67a),
    /// From least to most, of what is told by shades.
    LEVEL_1(0xe3edf8, 0x1d2f45),
    LEVEL_2(0xc9def0, 0x23466c),
    LEVEL_3(0x9ecae1, 0x2a588c),
    LEVEL_4(0x6baed6, 0x306aa8),
    LEVEL_5(0x2b7ab8, 0x5f9bd8),
    LEVEL_6(0x1b5f9e, 0x93bfe9),
    LEVEL_7(0x08427f, 0xcfe4f8);

    /// The shades, from least to most.
    static final List<Ink> LEVELS = List.of(LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4, LEVEL_5, LEVEL_6, LEVEL_7);

    /// What is written on and around it: the page's ground.
    static final Color GROUND = Color.WHITE;

    private static final Map<Integer, Ink> BY_LIGHT = byLight();

    public final int light;
    public final int dark;
    final Color color;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
        this.color = new Color(light);
    }

    /// One of `count` shades that are told apart, from 0, the faintest; of more than there are, neighbours share one.
    public static Ink level(int of, int count) {
        return LEVELS.get(((2 * of + 1) * LEVELS.size()) / (2 * count));
    }

    /// As it is called in SVG and style sheets.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The ink of a colour that a chart was drawn with.
    static Ink of(int rgb) {
        Ink ink = BY_LIGHT.get(rgb);
        if (ink == null) {
            throw new IllegalStateException(String.format(Locale.ROOT, "a chart has the colour %06x, which is no ink", rgb));
        }
        return ink;
    }

    private static Map<Integer, Ink> byLight() {
        Map<Integer, Ink> inks = new HashMap<>();
        for (Ink ink : values()) {
            if (inks.put(ink.light, ink) != null) {
                throw new IllegalStateException(ink + " cannot be told from another ink");
            }
        }
        return inks;
    }
}
