package nmos.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the routers of a model chose for the tokens of a text: `chosen.get(token)[layer]` are numbers of experts, in rising order,
/// of the `layer`-th of the layers that have any. `source` is the file.
///
/// As a file, text: a first line `nmos-routes 1`, then one line a token, with spaces between layers and commas between experts:
///
/// ```
/// nmos-routes 1
/// 3,17 0,5 2,11
/// 3,4 1,5 11,60
/// ```
///
/// What is profiled is not what is played: chances of visits are counted over the first half, and runs play the second.
public record RouteTape(String source, List<int[][]> chosen) {
    private static final String FIRST_LINE = "nmos-routes 1";
    private static final int MOST_TOKENS = 1 << 20;
    private static final int MOST_EXPERTS = 4096;
    /// Tokens times layers times experts of each: it is held in memory.
    private static final long MOST_CHOICES = 1 << 24;
    /// Five characters for a choice, as a number below 4096 with what parts it from the next needs, and the first line.
    private static final long MOST_BYTES = 5 * MOST_CHOICES + 64;
    private static final Pattern EXPERT = Pattern.compile("[0-9]{1,4}");

    public RouteTape {
        chosen = List.copyOf(chosen);
        if (chosen.size() < 2) {
            throw new IllegalArgumentException("a tape of fewer than two tokens");
        }
    }

    /// A file that is none is refused with an [IOException] that names the line.
    public static RouteTape read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": not a file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": longer than " + MOST_BYTES + " bytes, cut it");
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            if (!FIRST_LINE.equals(in.readLine())) {
                throw new IOException(file + ":1: not a tape of routes, which begins with '" + FIRST_LINE + "'");
            }
            List<int[][]> chosen = new ArrayList<>();
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                if (chosen.size() >= mostTokens(chosen)) {
                    throw new IOException(file + ": more than " + chosen.size() + " tokens, cut it");
                }
                try {
                    chosen.add(token(text, chosen.isEmpty() ? null : chosen.getFirst()));
                } catch (IllegalArgumentException bad) {
                    throw new IOException(file + ":" + (chosen.size() + 2) + ": " + bad.getMessage(), bad);
                }
            }
            if (chosen.size() < 2) {
                throw new IOException(file + ": fewer than two tokens, half of which are to be profiled");
            }
            return new RouteTape(file.toString(), chosen);
        } catch (CharacterCodingException bytes) {
            throw new IOException(file + ": not text", bytes);
        }
    }

    /// So many of what each of them chose.
    private static int mostTokens(List<int[][]> chosen) {
        if (chosen.isEmpty()) {
            return MOST_TOKENS;
        }
        long choices = (long) chosen.getFirst().length * chosen.getFirst()[0].length;
        return (int) Math.min(MOST_TOKENS, MOST_CHOICES / choices);
    }

    private static int[][] token(String text, int @Nullable [][] first) {
        String[] layers = text.split(" ", -1);
        int[][] chosen = new int[layers.length][];
        if (first != null && first.length != layers.length) {
            throw new IllegalArgumentException(layers.length + " layers, and " + first.length + " in the first line");
        }
        for (int layer = 0; layer < layers.length; layer++) {
            String[] experts = layers[layer].split(",", -1);
            chosen[layer] = new int[experts.length];
            int used = first == null ? chosen[0].length : first[0].length;
            if (experts.length != used) {
                throw new IllegalArgumentException("layer " + layer + " has " + experts.length + " experts, others have " + used);
            }
            for (int i = 0; i < experts.length; i++) {
                if (!EXPERT.matcher(experts[i]).matches()) {
                    throw new IllegalArgumentException("'" + experts[i] + "' is no number of an expert");
                }
                chosen[layer][i] = Integer.parseInt(experts[i]);
                if (chosen[layer][i] >= MOST_EXPERTS || (i > 0 && chosen[layer][i] <= chosen[layer][i - 1])) {
                    throw new IllegalArgumentException("experts of layer " + layer + " are not in rising order");
                }
            }
        }
        return chosen;
    }

    public int layers() {
        return chosen.getFirst().length;
    }

    /// How many experts of a layer a token goes to.
    public int used() {
        return chosen.getFirst()[0].length;
    }

    /// The highest number of an expert that occurs.
    int highestExpert() {
        int highest = 0;
        for (int[][] token : chosen) {
            for (int[] layer : token) {
                highest = Math.max(highest, layer[layer.length - 1]);
            }
        }
        return highest;
    }

    /// What a run plays, token by token and round again.
    public int[][] played(long token) {
        int from = chosen.size() / 2;
        return chosen.get(from + (int) Math.floorMod(token, (long) (chosen.size() - from)));
    }

    /// The share of tokens of the first half that visit each expert of a layer.
    int[] rowPpm(int layer, int experts) {
        double[] count = new double[experts];
        for (int token = 0; token < chosen.size() / 2; token++) {
            for (int expert : chosen.get(token)[layer]) {
                count[expert]++;
            }
        }
        return Popularity.parts(count, used());
    }

    /// What chance of going where the token before went would give neighbours of the first half as many experts in common;
    /// none where that half is a single token, which says nothing of neighbours.
    int repeatPpm(int layer, int experts) {
        double alike = 0;
        for (int ppm : rowPpm(layer, experts)) {
            alike += ppm / 1e6 * (ppm / 1e6);
        }
        int pairs = chosen.size() / 2 - 1;
        if (pairs == 0) {
            return 0;
        }
        double common = 0;
        for (int token = 1; token <= pairs; token++) {
            common += common(chosen.get(token - 1)[layer], chosen.get(token)[layer]);
        }
        double repeats = (common / pairs - alike) / Math.max(1e-9, used() - alike);
        return (int) (Math.clamp(repeats, 0, 1) * 1e6);
    }

    private static long common(int[] a, int[] b) {
        return Arrays.stream(a).filter(expert -> Arrays.binarySearch(b, expert) >= 0).count();
    }
}
