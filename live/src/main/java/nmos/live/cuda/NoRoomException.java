package nmos.live.cuda;

/// The device's memory, or its budget there, does not hold what is wanted of it: in a line.
public final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoRoomException(String why) {
        super(why);
    }
}
