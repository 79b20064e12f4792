package nmos.reports.timeline;

/// A number in a journal that the run's report does not know.
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misfit(String what, long number) {
        super("there is no " + what + " " + number);
    }
}
