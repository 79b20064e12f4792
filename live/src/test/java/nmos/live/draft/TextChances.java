package nmos.live.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nmos.live.sampling.Distribution;

/// What may follow a prompt, all texts of so many tokens, as cells with their chances. Known by teacher forcing.
public final class TextChances {
    private final int length;
    private final Map<String, Integer> cells = new LinkedHashMap<>();
    private final List<Double> chances = new ArrayList<>();

    public TextChances(int[] prompt, int length, Function<int[], Distribution> next) {
        this.length = length;
        add(next, prompt, prompt.length, 1);
    }

    private void add(Function<int[], Distribution> next, int[] text, int prompt, double chance) {
        if (text.length == prompt + length) {
            cells.put(Arrays.toString(Arrays.copyOfRange(text, prompt, text.length)), chances.size());
            chances.add(chance);
            return;
        }
        Distribution following = next.apply(text);
        for (int token : following.tokens()) {
            add(next, Pair.joined(text, token), prompt, chance * following.share(token));
        }
    }

    public int texts() {
        return chances.size();
    }

    public int cell(int... text) {
        Integer cell = cells.get(Arrays.toString(text));
        if (cell == null) {
            throw new AssertionError(Arrays.toString(text) + " cannot be said");
        }
        return cell;
    }

    /// By cell, the chances if a share of the texts were those of another.
    public double[] mixed(TextChances other, double share) {
        double[] mixed = new double[chances.size()];
        cells.forEach((text, cell) -> {
            Integer same = other.cells.get(text);
            mixed[cell] = (1 - share) * chances.get(cell) + (same == null ? 0 : share * other.chances.get(same));
        });
        return mixed;
    }
}
