package nmos.harness.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import nmos.live.tokens.StreamDecoder;
import nmos.live.tokens.Tokenizer;
import org.jspecify.annotations.Nullable;

/// What the runs of a comparison come to, taken together.
final class Totals {
    private Totals() {}

    static List<Comparison.Side> sides(List<Engine> engines, List<EngineRun> runs) {
        return engines.stream()
                .map(engine -> of(runs, engine))
                .filter(own -> !own.isEmpty())
                .map(Totals::side)
                .toList();
    }

    private static List<EngineRun> of(List<EngineRun> runs, Engine engine) {
        return runs.stream().filter(run -> run.engine() == engine).toList();
    }

    private static Comparison.Side side(List<EngineRun> runs) {
        EngineRun.Reached bound = runs.getFirst().bound();
        return new Comparison.Side(
                runs.getFirst().engine(),
                each(runs, run -> run.cold().ttftMs()),
                each(runs, run -> run.cold().tokensPerSecond()),
                each(runs, run -> warm(run, EngineTurn::ttftMs)),
                each(runs, run -> warm(run, EngineTurn::tokensPerSecond)),
                each(runs, EngineRun::startToFirstTokenMs),
                runs.stream().map(EngineRun::peakBytes).filter(Objects::nonNull).max(Long::compare).orElse(null),
                known(runs, Totals::warmReadBytesPerToken),
                known(runs, run -> run.bound() == null ? null : run.bound().tokensPerSecond()),
                bound == null ? null : bound.limitedBy(),
                known(runs, run -> run.bound() == null ? null : run.bound().planned()),
                known(runs, run -> run.bound() == null ? null : run.bound().share()),
                known(runs, run -> run.bound() == null ? null : run.bound().tau()));
    }

    static List<Comparison.Ratio> ratios(List<Engine> engines, List<EngineRun> runs) {
        List<Comparison.Ratio> ratios = new ArrayList<>();
        for (Engine other : engines) {
            List<EngineRun[]> pairs = pairs(runs, other);
            if (other != Engine.NMOS && !pairs.isEmpty()) {
                ratios.add(new Comparison.Ratio(
                        other,
                        each(pairs, pair -> pair[0].cold().tokensPerSecond() / pair[1].cold().tokensPerSecond()),
                        each(pairs, pair -> warm(pair[0], EngineTurn::tokensPerSecond) / warm(pair[1], EngineTurn::tokensPerSecond)),
                        each(pairs, pair -> pair[0].cold().ttftMs() / pair[1].cold().ttftMs()),
                        each(pairs, pair -> warm(pair[0], EngineTurn::ttftMs) / warm(pair[1], EngineTurn::ttftMs))));
            }
        }
        return ratios;
    }

    /// Of nmos and another, where a repetition has both.
    private static List<EngineRun[]> pairs(List<EngineRun> runs, Engine other) {
        List<EngineRun[]> pairs = new ArrayList<>();
        for (EngineRun ours : of(runs, Engine.NMOS)) {
            of(runs, other).stream()
                    .filter(run -> run.repetition() == ours.repetition())
                    .forEach(theirs -> pairs.add(new EngineRun[] {ours, theirs}));
        }
        return pairs;
    }

    /// The first repetition says: greedy text does not change.
    static List<Comparison.Sameness> texts(List<Engine> engines, List<EngineRun> runs, Tokenizer tokenizer) {
        List<Comparison.Sameness> texts = new ArrayList<>();
        for (Engine other : engines) {
            List<EngineRun[]> pairs = pairs(runs, other);
            if (other != Engine.NMOS && !pairs.isEmpty()) {
                texts.add(sameness(other, pairs.getFirst()[0].turns(), pairs.getFirst()[1].turns(), tokenizer));
            }
        }
        return texts;
    }

    private static Comparison.Sameness sameness(
            Engine other, List<EngineTurn> ours, List<EngineTurn> theirs, Tokenizer tokenizer) {
        int equal = 0;
        long chars = 0;
        long common = 0;
        for (int i = 0; i < ours.size(); i++) {
            String text = untilEnd(ours.get(i).ids(), tokenizer);
            int same = commonPrefix(text, theirs.get(i).text());
            equal += same == text.length() ? 1 : 0;
            chars += text.length();
            common += same;
        }
        return new Comparison.Sameness(other, ours.size(), equal, chars == 0 ? 1 : (double) common / chars);
    }

    /// The text of a reply up to where the model would end it: what comes after is not the same in llama.cpp, which then draws
    /// among the other tokens. A last character that is not whole is left out.
    private static String untilEnd(List<Integer> ids, Tokenizer tokenizer) {
        var decoder = new StreamDecoder(tokenizer);
        var text = new StringBuilder();
        for (int id : ids) {
            if (tokenizer.vocabulary().endsGeneration(id)) {
                break;
            }
            text.append(decoder.next(id));
        }
        return text.toString();
    }

    static String text(List<Integer> ids, Tokenizer tokenizer) {
        var decoder = new StreamDecoder(tokenizer);
        var text = new StringBuilder();
        ids.forEach(id -> text.append(decoder.next(id)));
        return text.append(decoder.end()).toString();
    }

    private static int commonPrefix(String a, String b) {
        int length = 0;
        while (length < a.length() && length < b.length() && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static double warm(EngineRun run, ToDoubleFunction<EngineTurn> figure) {
        return Spread.median(run.warm().stream().map(figure::applyAsDouble).toList());
    }

    private static @Nullable Double warmReadBytesPerToken(EngineRun run) {
        List<Double> known = new ArrayList<>();
        for (EngineTurn turn : run.warm()) {
            Long bytes = turn.decodeReadBytes();
            if (bytes != null && turn.decodedTokens() > 0) {
                known.add((double) bytes / turn.decodedTokens());
            }
        }
        return known.isEmpty() ? null : Spread.median(known);
    }

    private static <T> Spread each(Collection<T> runs, ToDoubleFunction<T> figure) {
        Spread spread = Spread.of(runs.stream().map(figure::applyAsDouble).toList());
        return Objects.requireNonNull(spread, "no runs");
    }

    private static @Nullable Spread known(List<EngineRun> runs, Function<EngineRun, @Nullable Double> figure) {
        List<Double> values = new ArrayList<>();
        for (EngineRun run : runs) {
            Double value = figure.apply(run);
            if (value != null) {
                values.add(value);
            }
        }
        return Spread.of(values);
    }
}
