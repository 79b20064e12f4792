package nmos.notebooks.execute;

import org.junit.jupiter.api.Assumptions;

/// What tests that execute notebooks need of this computer.
public final class Nbconvert {
    /// `true` in the environment of a build that has to execute notebooks.
    static final String REQUIRED = "NMOS_NBCONVERT_REQUIRED";

    /// For a JVM that compiles some cells and ends: by the first of its two compilers alone.
    public static final String QUICK = "-XX:TieredStopAtLevel=1";

    private Nbconvert() {}

    /// Skips the test where it is not there, and says so where people see it; fails it where it has to be there.
    public static void assumed() {
        if (Jupyter.program(Jupyter.NBCONVERT).isEmpty()) {
            absent("true".equals(System.getenv(REQUIRED)));
        }
    }

    static void absent(boolean required) {
        String why = "notebooks are not executed: no " + Jupyter.NBCONVERT + " on the PATH (" + Jupyter.HOW_TO_GET_IT + ")";
        if (required) {
            throw new AssertionError(why + ", and " + REQUIRED + " is set");
        }
        System.out.println(why);
        Assumptions.abort(why);
    }
}
