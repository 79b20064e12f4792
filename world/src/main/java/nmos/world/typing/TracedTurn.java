package nmos.world.typing;

import java.util.Arrays;
import java.util.List;
import nmos.scenarios.TokenRate;
import nmos.scenarios.Typed;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;

/// A turn of a trace. Where the trace does not say how many tokens a prompt has, its characters and content class do; the
/// settled part ends where the last whole word does.
public final class TracedTurn implements TurnScript {
    private final TypedTurn turn;
    private final TokenRate rate;
    private final List<TraceEvent> changes;
    private final Characters characters;
    private final int startTokens;
    private int next;
    private int total;

    /// `before`: characters of the prompt before, which this one starts out with if it is that again.
    public TracedTurn(TypedTurn turn, int before) {
        this.turn = turn;
        rate = Typed.rate(turn);
        changes = turn.changes().stream().filter(change -> !(change instanceof TraceEvent.Pause)).toList();
        characters = new Characters(turn.begin().again() ? before : 0);
        startTokens = rate.upTo(characters.length());
    }

    /// One for what is there at the start, if anything is; and one for each change.
    @Override
    public int steps() {
        return changes.size() + (startTokens > 0 ? 1 : 0);
    }

    @Override
    public Step next() {
        if (total == 0 && startTokens > 0 && next == 0) {
            total = startTokens;
            return new Step(0, true, total, total, total);
        }
        TraceEvent change = changes.get(next++);
        int at;
        switch (change) {
            case TraceEvent.Key key -> {
                at = key.at();
                characters.insert(at, key.typed());
            }
            case TraceEvent.Edit edit -> {
                at = edit.at();
                characters.remove(at, edit.removed());
                characters.insert(at, edit.inserted());
            }
            case TraceEvent.Paste paste -> {
                at = paste.at();
                characters.insert(at, paste.inserted());
            }
            case TraceEvent.Open _, TraceEvent.Begin _, TraceEvent.Pause _, TraceEvent.Submit _ ->
                throw new IllegalStateException("not a change: " + change);
        }
        int before = total;
        total = rate.upTo(characters.length());
        return new Step(
                change.ns() - turn.begin().ns(),
                !(change instanceof TraceEvent.Key),
                total,
                rate.within(characters.wholeWords()),
                Math.min(Math.min(rate.within(at), before), total));
    }

    @Override
    public long submitAfterNs() {
        return turn.submitted() ? turn.submitNs() - turn.begin().ns() : NEVER;
    }

    @Override
    public int promptTokens() {
        return rate.upTo(turn.promptLength());
    }

    @Override
    public int replyTokens() {
        return turn.begin().replyTokens();
    }

    @Override
    public boolean again() {
        return turn.begin().again();
    }

    /// Characters, of which only matters whether a word can go on after them.
    private static final class Characters {
        private boolean[] ends;
        private int length;

        Characters(int before) {
            ends = new boolean[Math.max(64, before)];
            length = before;
            if (before > 0) {
                // What was submitted once is whole.
                ends[before - 1] = true;
            }
        }

        int length() {
            return length;
        }

        void remove(int at, int count) {
            System.arraycopy(ends, at + count, ends, at, length - at - count);
            length -= count;
        }

        void insert(int at, Inserted what) {
            int count = what.length();
            if (length + count > ends.length) {
                ends = Arrays.copyOf(ends, Math.max(length + count, 2 * ends.length));
            }
            System.arraycopy(ends, at, ends, at + count, length - at);
            length += count;
            switch (what) {
                case Inserted.Typed typed -> ends[at] = ends(typed.key());
                case Inserted.Length told -> {
                    for (int i = 0; i < told.length(); i++) {
                        // A piece that arrived at once will stay.
                        ends[at + i] = i == told.length() - 1;
                    }
                }
                case Inserted.Text text -> {
                    int i = at;
                    for (int c : text.text().codePoints().toArray()) {
                        ends[i++] = ends(KeyClass.of(c));
                    }
                }
            }
        }

        private static boolean ends(KeyClass key) {
            return key != KeyClass.LETTER;
        }

        /// Characters up to the end of the last whole word.
        int wholeWords() {
            int at = length;
            while (at > 0 && !ends[at - 1]) {
                at--;
            }
            return at;
        }
    }
}
