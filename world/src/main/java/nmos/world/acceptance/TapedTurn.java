package nmos.world.acceptance;

/// The turn whose reply a part of a tape is; sessions and turns count from 0.
public record TapedTurn(int session, int turn) {
    public TapedTurn {
        if (session < 0 || turn < 0) {
            throw new IllegalArgumentException("session " + session + " turn " + turn + ": both count from 0");
        }
    }
}
