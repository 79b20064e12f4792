package nmos.bench.beside;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;

/// Tokens per second of the engine beside llama.cpp's, by tensor type: makes a model, checks that both say the same, and lets
/// them take turns. Each of several types gets a process of its own.
public final class BesideLlamaCpp {
    private static final long SEED = 42;

    private BesideLlamaCpp() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            BesideOptions options = BesideOptions.of(args);
            if (options.types().size() == 1) {
                run(options, System.out);
                return;
            }
            for (TensorType type : options.types()) {
                int exit = fork(type, args);
                if (exit != 0) {
                    System.exit(exit);
                }
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("beside llama.cpp: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int fork(TensorType type, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BesideLlamaCpp.class.getName()));
        command.addAll(Arrays.asList(args));
        command.addAll(List.of("--types", type.name())); // the last word counts
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /// One type.
    static void run(BesideOptions options, PrintStream out) throws IOException {
        TensorType type = options.types().getFirst();
        Path folder = Files.createTempDirectory("nmos-beside");
        Path file = folder.resolve("model.gguf");
        try {
            SyntheticModel model = model(options, type);
            model.write(file, GgufWriter.IfPresent.REFUSE, _ -> {});
            out.printf(
                    Locale.ROOT,
                    "%s, %d MB, %d threads, %d rounds%n",
                    type,
                    model.tensorBytes() / 1_000_000,
                    options.threads(),
                    options.rounds());
            try (var contest = new Contest(options, file)) {
                out.printf("%d tokens alike, ending in '%s'%n", options.tokens(), tail(contest.sameText()));
                out.printf("%-16s %-28s %-28s %6s %9s%n", "tokens/s", "    nmos", "    llama.cpp", "ratio", "by CPU");
                contest.run().forEach(out::println);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /// A model whose next token is decided, not drawn among hundreds of near equals: what both say can then be the same.
    private static SyntheticModel model(BesideOptions options, TensorType type) {
        int heads = options.width() / BesideOptions.HEAD_WIDTH;
        var plan = new ModelPlan(
                Family.LLAMA2,
                "beside",
                options.layers(),
                options.width(),
                heads,
                heads / BesideOptions.GROUP,
                BesideOptions.HEAD_WIDTH,
                options.ffn(),
                options.vocabulary(),
                false,
                Experts.NONE);
        return MatchedPair.of(plan, type, plan, type, 1, SEED).oracle();
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 24));
    }
}
