package nmos.harness.compare;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An engine's process from its start to its end, begun with nothing of the model in memory. `cachedBytes` of the model were in the
/// page cache all the same. `peakBytes` is of its control group, page cache included, or else of the process; `readBytes` from
/// drives. Null: the system does not tell. `startToFirstTokenMs` leaves out the time in which a person types the first prompt.
public record EngineRun(
        Engine engine,
        int repetition,
        List<EngineTurn> turns,
        double startToFirstTokenMs,
        @Nullable Long peakBytes,
        @Nullable Long readBytes,
        @Nullable Long cachedBytes,
        @Nullable Reached bound,
        List<String> notes) {
    /// What physics allows nmos, by its machine file, and how much of it the turns that count came to. `planned`: what the placement
    /// that was played would give of it, slots for what passes through being its price. `tau`: verified tokens a pass.
    public record Reached(
            double tokensPerSecond, String limitedBy, double planned, @Nullable Double share, @Nullable Double tau) {}

    public EngineRun {
        turns = List.copyOf(turns);
        notes = List.copyOf(notes);
    }

    EngineRun measured(@Nullable Long peak, @Nullable Long cached) {
        return new EngineRun(engine, repetition, turns, startToFirstTokenMs, peak, readBytes, cached, bound, notes);
    }

    /// The same in text, for readers who have no tokenizer.
    EngineRun saying(Function<List<Integer>, String> text) {
        return new EngineRun(engine, repetition, turns.stream().map(turn -> turn.saying(text.apply(turn.ids()))).toList(),
                startToFirstTokenMs, peakBytes, readBytes, cachedBytes, bound, notes);
    }

    public EngineTurn cold() {
        return turns.getFirst();
    }

    public List<EngineTurn> warm() {
        return turns.stream().filter(EngineTurn::warm).toList();
    }
}
