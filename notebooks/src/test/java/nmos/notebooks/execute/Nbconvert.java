package nmos.notebooks.execute;

import org.junit.jupiter.api.Assumptions;

/// What tests that execute notebooks need of this computer.
public final class Nbconvert {
    private Nbconvert() {}

    /// Skips the test where it is not there, and says so where people see it.
    public static void assumed() {
        if (Jupyter.program(Jupyter.NBCONVERT).isEmpty()) {
            String why = "notebooks are not executed: no " + Jupyter.NBCONVERT + " on the PATH (" + Jupyter.HOW_TO_GET_IT + ")";
            System.out.println(why);
            Assumptions.abort(why);
        }
    }
}
