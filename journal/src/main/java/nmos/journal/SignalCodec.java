package nmos.journal;

import nmos.policy.Cause;
import nmos.policy.DraftTree;
import nmos.policy.Ranking;
import nmos.policy.Signal;

/// How each signal looks in a journal. The one place that says so: a signal or a field that is added to [Signal] does not
/// compile until it is written here. Numbers once given stay; a change of fields is a new [JournalWriter#VERSION].
final class SignalCodec {
    private static final int KEYSTROKE = 1;
    private static final int EDITED = 2;
    private static final int PAUSED = 3;
    private static final int SUBMITTED = 4;
    private static final int TOKENISED = 5;
    private static final int RANKED = 6;
    private static final int LANDED = 7;
    private static final int COMPUTED = 8;
    private static final int DRAFTED = 9;
    private static final int FAILED = 10;
    private static final int DROPPED = 11;
    private static final int VERIFIED = 12;
    private static final int PASSED = 13;
    private static final int ATTENDED = 14;
    private static final int PRESSED = 15;
    private static final int WOKE = 16;
    private static final int ROUTED = 17;
    private static final int FORESEEN = 18;

    private static final Cause[] CAUSES = Cause.values();

    private SignalCodec() {}

    static void write(Signal signal, EntryWriter out) {
        switch (signal) {
            case Signal.Keystroke(int session, int revision) -> out.kind(KEYSTROKE).number(session).number(revision);
            case Signal.Edited(int session, int revision) -> out.kind(EDITED).number(session).number(revision);
            case Signal.Paused(int session, int revision) -> out.kind(PAUSED).number(session).number(revision);
            case Signal.Submitted(int session, int revision) -> out.kind(SUBMITTED).number(session).number(revision);
            case Signal.Tokenised(int session, int revision, int stable, int total, int firstChanged, int confirmed) ->
                out.kind(TOKENISED)
                        .number(session)
                        .number(revision)
                        .number(stable)
                        .number(total)
                        .number(firstChanged)
                        .number(confirmed);
            case Signal.Ranked(int session, int revision, Ranking(int[] intents, int[] ppm)) ->
                out.kind(RANKED).number(session).number(revision).numbers(intents).numbers(ppm);
            case Signal.Landed(long work, long busyNs) -> out.kind(LANDED).number(work).number(busyNs);
            case Signal.Computed(long work, long busyNs) -> out.kind(COMPUTED).number(work).number(busyNs);
            case Signal.Drafted(long work, int session, DraftTree(int[] parent, int[] confidencePpm), long busyNs) ->
                out.kind(DRAFTED)
                        .number(work)
                        .number(session)
                        .numbers(parent)
                        .numbers(confidencePpm)
                        .number(busyNs);
            case Signal.Failed(long work, Cause cause, long busyNs) ->
                out.kind(FAILED).number(work).kind(cause.ordinal()).number(busyNs);
            case Signal.Dropped(long work, long busyNs) -> out.kind(DROPPED).number(work).number(busyNs);
            case Signal.Verified(long pass, int session, int accepted, int leaf, int bonusChild, boolean finished) ->
                out.kind(VERIFIED)
                        .number(pass)
                        .number(session)
                        .number(accepted)
                        .number(leaf)
                        .number(bonusChild)
                        .flag(finished);
            case Signal.Passed(long pass, long busyNs) -> out.kind(PASSED).number(pass).number(busyNs);
            case Signal.Attended(int page, long massPpm) -> out.kind(ATTENDED).number(page).number(massPpm);
            case Signal.Pressed(int tier, long budgetBytes) -> out.kind(PRESSED).number(tier).number(budgetBytes);
            case Signal.Woke() -> out.kind(WOKE);
            case Signal.Routed(long pass, int shard, int[] experts, int[] rows) ->
                out.kind(ROUTED).number(pass).number(shard).numbers(experts).numbers(rows);
            case Signal.Foreseen(long pass, int shard, int[] experts) ->
                out.kind(FORESEEN).number(pass).number(shard).numbers(experts);
        }
    }

    static Signal read(EntryReader in) throws JournalException {
        int kind = in.kind();
        return switch (kind) {
            case KEYSTROKE -> new Signal.Keystroke(in.integer(), in.integer());
            case EDITED -> new Signal.Edited(in.integer(), in.integer());
            case PAUSED -> new Signal.Paused(in.integer(), in.integer());
            case SUBMITTED -> new Signal.Submitted(in.integer(), in.integer());
            case TOKENISED ->
                new Signal.Tokenised(
                        in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
            case RANKED -> new Signal.Ranked(in.integer(), in.integer(), new Ranking(in.integers(), in.integers()));
            case LANDED -> new Signal.Landed(in.number(), in.number());
            case COMPUTED -> new Signal.Computed(in.number(), in.number());
            case DRAFTED -> new Signal.Drafted(in.number(), in.integer(), tree(in), in.number());
            case FAILED -> new Signal.Failed(in.number(), in.constant(CAUSES), in.number());
            case DROPPED -> new Signal.Dropped(in.number(), in.number());
            case VERIFIED ->
                new Signal.Verified(
                        in.number(), in.integer(), in.integer(), in.integer(), in.integer(), in.flag());
            case PASSED -> new Signal.Passed(in.number(), in.number());
            case ATTENDED -> new Signal.Attended(in.integer(), in.number());
            case PRESSED -> new Signal.Pressed(in.integer(), in.number());
            case WOKE -> new Signal.Woke();
            case ROUTED -> new Signal.Routed(in.number(), in.integer(), in.integers(), in.integers());
            case FORESEEN -> new Signal.Foreseen(in.number(), in.integer(), in.integers());
            default -> throw in.bad("no signal has number " + kind);
        };
    }

    private static DraftTree tree(EntryReader in) throws JournalException {
        int[] parent = in.integers();
        int[] confidencePpm = in.integers();
        try {
            return new DraftTree(parent, confidencePpm);
        } catch (IllegalArgumentException fault) {
            throw in.bad("not a draft tree: " + fault.getMessage());
        }
    }
}
