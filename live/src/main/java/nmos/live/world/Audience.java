package nmos.live.world;

/// Reads along while replies are shown. Told on the thread that runs the world, which waits meanwhile.
public interface Audience {
    Audience NOBODY = (_, _, _) -> {};

    /// More of the reply to a turn. Characters come whole, so what a token began may come with the next.
    void shown(int session, int turn, String text);
}
