package nmos.live.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nmos.live.sampling.Distribution;

/// What may follow a prompt, all texts of so many tokens, as cells with their chances. Known by teacher forcing. What begins less
/// often than a cell is worth is one cell, however it goes on.
public final class TextChances {
    private final int[] prompt;
    private final int length;
    private final double least;
    private final Map<String, Integer> cells = new LinkedHashMap<>();
    private final List<int[]> texts = new ArrayList<>();
    private final List<Double> chances = new ArrayList<>();

    public TextChances(int[] prompt, int length, double least, Function<int[], Distribution> next) {
        this.prompt = prompt;
        this.length = length;
        this.least = least;
        add(next, new int[0], 1);
    }

    private void add(Function<int[], Distribution> next, int[] text, double chance) {
        if (text.length == length || chance < least) {
            cells.put(Arrays.toString(text), chances.size());
            texts.add(text);
            chances.add(chance);
            return;
        }
        Distribution following = next.apply(Pair.joined(prompt, text));
        for (int token : following.tokens()) {
            add(next, Pair.joined(text, token), chance * following.share(token));
        }
    }

    public int texts() {
        return chances.size();
    }

    public int cell(int... text) {
        for (int said = 0; said <= text.length; said++) {
            Integer cell = cells.get(Arrays.toString(Arrays.copyOf(text, said)));
            if (cell != null) {
                return cell;
            }
        }
        throw new AssertionError(Arrays.toString(text) + " cannot be said");
    }

    public double[] chances() {
        return chances.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// By cell, the chances if a share of the texts were another's.
    public double[] mixed(Function<int[], Distribution> other, double share) {
        Map<String, Distribution> following = new HashMap<>();
        double[] mixed = new double[texts()];
        for (int cell = 0; cell < mixed.length; cell++) {
            int[] text = texts.get(cell);
            double others = 1;
            for (int said = 0; said < text.length && others > 0; said++) {
                int[] before = Arrays.copyOf(text, said);
                others *= following
                        .computeIfAbsent(Arrays.toString(before), _ -> other.apply(Pair.joined(prompt, before)))
                        .share(text[said]);
            }
            mixed[cell] = (1 - share) * chances.get(cell) + share * others;
        }
        return mixed;
    }
}
