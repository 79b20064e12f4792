package nmos.world.run;

/// Follows a run from outside it, without a say in what happens.
public interface RunWatch {
    /// Nobody watches, and the run goes to its end.
    RunWatch NONE = turnsOver -> true;

    /// Asked at each turn's end and now and then between, with the turns that are over: whether to go on. A run that
    /// does not ends where it is, and what it came to can still be read.
    boolean goOn(int turnsOver);
}
