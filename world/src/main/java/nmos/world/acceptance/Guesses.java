package nmos.world.acceptance;

/// What a drafter thinks along a text, and what is true of it.
///
/// `ahead` counts from 0: how many guesses lie between the last known token and the one in question. `branch` is 0 along
/// the true text and names, below a wrong guess, which wrong one: there the drafter still has opinions, and none is right.
interface Guesses {
    /// As many choices as a drafter is ever asked to rank.
    int CHOICES = 16;

    /// A true token that is none of the choices.
    int NONE = -1;

    /// Whether the drafter has anything to say here.
    boolean speaks(Cursor at);

    /// Confidences in the drafter's choices, best first, into `ppm`; returns how many there are.
    int confidences(Cursor at, int ahead, long branch, int[] ppm);

    /// Which choice is the true token, along the true text: from 0, or [#NONE].
    int truth(Cursor at, int ahead);
}
