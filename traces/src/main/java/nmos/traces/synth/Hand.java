package nmos.traces.synth;

/// One person's timing: the time before each key, by the rhythm and by what sets this person apart.
final class Hand {
    private static final long NS_PER_MS = 1_000_000;
    private static final long PAUSE_NS = 2_000_000_000L;
    /// Nobody pauses before nearly every key, however hesitant.
    private static final long MOST_PAUSES_PPM = 900_000;
    /// Slow people hesitate more: in KLiCKe and CoAuthor the logarithms of pace and pauses correlate by 0.67 to 0.68.
    private static final int SLOW_HESITATE_PPM = 680_000;

    private final Rhythm rhythm;
    private final Chance timing;
    private final long paceNs;
    private final long hesitationPermille;
    /// How often this person stops to delete, a million keys.
    final long deletionsPpm;

    Hand(Rhythm rhythm, Chance traits, Chance timing) {
        this.rhythm = rhythm;
        this.timing = timing;
        int paceRank = traits.ppm();
        boolean hesitatesAsItIsSlow = traits.happens(SLOW_HESITATE_PPM);
        int ownRank = traits.ppm();
        paceNs = rhythm.paceMs().at(paceRank, NS_PER_MS) * rhythm.paceAdjustedPermille() / 1000;
        hesitationPermille = rhythm.hesitationPermille().at(hesitatesAsItIsSlow ? paceRank : ownRank, 1);
        deletionsPpm = rhythm.deletionsPpm().draw(traits, 1);
    }

    /// The time before a key in this context. `pausesPermille`: how often it is a pause, against composing.
    long beforeNs(KeyContext context, int pausesPermille) {
        Rhythm.Timing usual = rhythm.timing(context);
        long pausePpm = usual.pausePpm() * hesitationPermille / 1000 * rhythm.pausesAdjustedPermille() / 1000 * pausesPermille / 1000;
        boolean pause = timing.happens(Math.min(MOST_PAUSES_PPM, pausePpm));
        int rank = timing.ppm();
        return pause
                ? usual.pauseMs().at(rank, NS_PER_MS)
                : Math.min(usual.quickPermille().at(rank, paceNs) / 1000, PAUSE_NS - 1);
    }
}
