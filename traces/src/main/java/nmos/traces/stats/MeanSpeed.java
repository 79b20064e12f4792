package nmos.traces.stats;

/// What a model of mean words a minute knows of typing: so many characters in so much time, pauses and deletions included, and
/// nothing of how they are spread. A word is five characters.
public record MeanSpeed(long characters, long typingNs) {
    private static final int CHARS_PER_WORD = 5;
    private static final long NS_PER_MINUTE = 60_000_000_000L;

    public static MeanSpeed ofWordsPerMinute(int wordsPerMinute) {
        return new MeanSpeed((long) wordsPerMinute * CHARS_PER_WORD, NS_PER_MINUTE);
    }

    /// Whether there was any typing to go by.
    public boolean known() {
        return characters > 0 && typingNs > 0;
    }

    public double wordsPerMinute() {
        return known() ? (double) characters / CHARS_PER_WORD * NS_PER_MINUTE / typingNs : 0;
    }

    /// How long such a model says that `typed` characters take, whoever types and whenever.
    public long claimedNs(int typed) {
        return known() ? Math.round((double) typed * typingNs / characters) : 0;
    }
}
