package nmos.world.acceptance;

/// Where a session is: `position` verified tokens into the reply of its `turn`, after `passes` passes in all its turns, of which
/// `turnPasses` were of this reply, the prompt's included.
public record Cursor(int session, int turn, int position, int passes, int turnPasses) {
    static Cursor start(int session) {
        return new Cursor(session, 0, 0, 0, 0);
    }

    Cursor begin(int nextTurn) {
        return new Cursor(session, nextTurn, 0, passes, 0);
    }

    Cursor after(int tokens) {
        return new Cursor(session, turn, position + tokens, passes + 1, turnPasses + 1);
    }
}
