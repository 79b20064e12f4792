package nmos.world.acceptance;

/// Where a session is: `position` verified tokens into the reply of its `turn`, after `passes` passes in all its turns.
public record Cursor(int session, int turn, int position, int passes) {
    Cursor begin(int nextTurn) {
        return new Cursor(session, nextTurn, 0, passes);
    }

    Cursor after(int tokens) {
        return new Cursor(session, turn, position + tokens, passes + 1);
    }
}
