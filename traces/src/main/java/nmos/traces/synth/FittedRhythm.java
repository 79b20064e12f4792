package nmos.traces.synth;

import java.util.Locale;

/// The rhythms that ship with the program.
public enum FittedRhythm {
    /// Essays, composed without a model.
    KLICKE,
    /// Stories and arguments, written with a model that could be asked to go on.
    COAUTHOR;

    public final String label = name().toLowerCase(Locale.ROOT);

    Rhythm rhythm() {
        return Rhythm.of(Table.shipped(label + ".rhythm"));
    }
}
