package nmos.cli;

/// Something the person at the keyboard has to change. One line, which says what and where.
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
