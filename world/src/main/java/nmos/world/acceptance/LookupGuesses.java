package nmos.world.acceptance;

import org.jspecify.annotations.Nullable;

/// Prompt lookup: now and then one continuation, most often nothing. What it knows is independent of the draft model.
final class LookupGuesses implements Guesses {
    private static final int PPM = 1_000_000;

    private final AcceptanceSpec.@Nullable Lookup spec;
    private final Draws matches;
    private final Draws truth;

    LookupGuesses(AcceptanceSpec.@Nullable Lookup spec, Draws draws) {
        this.spec = spec;
        matches = draws.named(5);
        truth = draws.named(6);
    }

    @Override
    public boolean speaks(Cursor at) {
        return spec != null && matches.uniform(at.session(), at.turn(), at.position(), 0) < spec.matches();
    }

    @Override
    public int confidences(Cursor at, int ahead, long branch, int[] ppm) {
        ppm[0] = (int) (acceptance(ahead) * PPM + 0.5);
        return 1;
    }

    @Override
    public int truth(Cursor at, int ahead) {
        return truth.uniform(at.session(), at.turn(), at.position() + ahead, 0) < acceptance(ahead) ? 0 : NONE;
    }

    private double acceptance(int ahead) {
        return spec == null ? 0 : spec.acceptance().get(Math.min(ahead, spec.acceptance().size() - 1));
    }
}
