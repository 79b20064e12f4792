package nmos.traces.imports;

import nmos.traces.ContentClass;

/// What a recording leaves open. `maxSessions`: take the first so many. `cutChars`: a composition without requests is submitted
/// whenever a sentence ends and the prompt has so many characters; 0: once, at its end. The reply's class and length are
/// assumed, since recordings of writing have none.
public record ImportOptions(int maxSessions, int cutChars, ContentClass reply, int replyTokens) {
    public static final ImportOptions WHOLE = new ImportOptions(Integer.MAX_VALUE, 0, ContentClass.DOCS, 200);
}
