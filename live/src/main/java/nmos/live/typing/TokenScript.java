package nmos.live.typing;

import nmos.world.typing.TurnScript;

/// A turn's script that knows the tokens it counts. For one thread.
public interface TokenScript extends TurnScript {
    /// The prompt's tokens after the steps taken so far, all `total` of them.
    int[] tokens();

    /// The prompt's tokens when it is submitted or left. A world needs them to be prepared; a policy must not see them.
    int[] submitted();

    /// The prompt after the steps taken so far.
    String text();

    /// Whether any of the text was made up, which a report has to say.
    boolean madeUp();
}
