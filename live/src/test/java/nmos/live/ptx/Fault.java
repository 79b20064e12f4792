package nmos.live.ptx;

/// What a thread did wrong, for its warp to say where and who.
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int lane;

    Fault(int lane, String message) {
        super(message, null, false, false);
        this.lane = lane;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
