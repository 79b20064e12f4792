package nmos.bench.beside;

import java.util.Arrays;
import java.util.List;
import nmos.scenarios.shape.TensorType;

/// What to compare, each settable as `--name value`; lists take commas.
record BesideOptions(
        List<TensorType> types,
        int width,
        int layers,
        int ffn,
        int vocabulary,
        int threads,
        int rounds,
        int warmUpSeconds,
        int tokens,
        int[] rows) {

    /// Some 0.6 G weights: beyond any cache, and small enough to be written and read in seconds.
    static final BesideOptions DEFAULT = new BesideOptions(
            List.of(TensorType.Q8_0, TensorType.Q4_K),
            2_048,
            12,
            5_632,
            8_192,
            Runtime.getRuntime().availableProcessors(),
            5,
            5,
            24,
            new int[] {16, 64, 256});

    /// Heads of 64 numbers, four to each head of keys.
    static final int HEAD_WIDTH = 64;

    static final int GROUP = 4;

    BesideOptions {
        if (width < 256 || width % 256 != 0 || ffn % 256 != 0) {
            throw new IllegalArgumentException("--width " + width + ", --ffn " + ffn + ": multiples of 256 are needed");
        }
        if (types.isEmpty() || layers < 1 || threads < 1 || rounds < 1 || tokens < 2) {
            throw new IllegalArgumentException("at least one type, layer, thread and round and two tokens are needed");
        }
        if (Arrays.stream(rows).anyMatch(r -> r < 3)) {
            throw new IllegalArgumentException("--rows: a prompt has at least 3 tokens");
        }
    }

    static BesideOptions of(String... args) {
        BesideOptions options = DEFAULT;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " has no value");
            }
            options = options.with(args[i], args[i + 1]);
        }
        return options;
    }

    private static TensorType type(String name) {
        return Arrays.stream(TensorType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--types " + name + " is none of " + Arrays.toString(TensorType.values())));
    }

    private BesideOptions with(String name, String value) {
        return switch (name) {
            case "--types" -> withTypes(Arrays.stream(value.split(",", -1)).map(BesideOptions::type).toList());
            case "--width" -> new BesideOptions(types, whole(name, value), layers, ffn, vocabulary, threads, rounds, warmUpSeconds, tokens, rows);
            case "--layers" -> new BesideOptions(types, width, whole(name, value), ffn, vocabulary, threads, rounds, warmUpSeconds, tokens, rows);
            case "--ffn" -> new BesideOptions(types, width, layers, whole(name, value), vocabulary, threads, rounds, warmUpSeconds, tokens, rows);
            case "--vocabulary" -> new BesideOptions(types, width, layers, ffn, whole(name, value), threads, rounds, warmUpSeconds, tokens, rows);
            case "--threads" -> new BesideOptions(types, width, layers, ffn, vocabulary, whole(name, value), rounds, warmUpSeconds, tokens, rows);
            case "--rounds" -> new BesideOptions(types, width, layers, ffn, vocabulary, threads, whole(name, value), warmUpSeconds, tokens, rows);
            case "--warm-up-seconds" -> new BesideOptions(types, width, layers, ffn, vocabulary, threads, rounds, whole(name, value), tokens, rows);
            case "--tokens" -> new BesideOptions(types, width, layers, ffn, vocabulary, threads, rounds, warmUpSeconds, whole(name, value), rows);
            case "--rows" -> new BesideOptions(types, width, layers, ffn, vocabulary, threads, rounds, warmUpSeconds, tokens,
                    Arrays.stream(value.split(",", -1)).mapToInt(rows -> whole(name, rows)).toArray());
            default -> throw new IllegalArgumentException(name
                    + " is not known: --types, --width, --layers, --ffn, --vocabulary, --threads, --rounds, --warm-up-seconds, --tokens, --rows are");
        };
    }

    BesideOptions withTypes(List<TensorType> chosen) {
        return new BesideOptions(chosen, width, layers, ffn, vocabulary, threads, rounds, warmUpSeconds, tokens, rows);
    }

    private static int whole(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + value + " is not a whole number", e);
        }
    }
}
