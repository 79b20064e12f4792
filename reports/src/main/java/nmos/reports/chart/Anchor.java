package nmos.reports.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;

/// Which end of a text stays where it is put when a reader's font is wider or narrower than the one it was laid out with. Given as
/// a hint of the graphics, which PNG, having only one font, ignores.
enum Anchor {
    START("start", 0),
    MIDDLE("middle", 0.5),
    END("end", 1);

    private static final RenderingHints.Key KEY = new RenderingHints.Key(0x6e6d6f73) {
        @Override
        public boolean isCompatibleValue(Object value) {
            return value instanceof Anchor;
        }
    };

    final String label;
    /// How far from the start of the text it lies, as a share of its length.
    final double along;

    Anchor(String label, double along) {
        this.label = label;
        this.along = along;
    }

    /// Has `drawing` draw with this anchor.
    void during(Graphics2D graphics, Runnable drawing) {
        Anchor before = of(graphics);
        graphics.setRenderingHint(KEY, this);
        drawing.run();
        graphics.setRenderingHint(KEY, before);
    }

    static Anchor of(Graphics2D graphics) {
        return graphics.getRenderingHint(KEY) instanceof Anchor anchor ? anchor : MIDDLE;
    }
}
