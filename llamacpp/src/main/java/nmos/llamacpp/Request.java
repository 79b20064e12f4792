package nmos.llamacpp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What the parent asks of the child, one at a time.
sealed interface Request {
    /// `aloud` prints why a load fails; without it llama.cpp is up to 20 times faster on tiny models.
    record Load(ModelOptions options, boolean aloud) implements Request {}

    record Generate(String prompt, int tokens, boolean pastEnd, Sampling sampling) implements Request {}

    record Encode(String text) implements Request {}

    record Decode(int[] ids) implements Request {}

    default void write(DataOutputStream out) throws IOException {
        switch (this) {
            case Load(ModelOptions options, boolean aloud) -> {
                out.writeByte('L');
                Wire.writeText(out, options.model().toString());
                out.writeInt(options.contextTokens());
                out.writeInt(options.threads());
                out.writeBoolean(options.mmap());
                out.writeBoolean(options.warmUp());
                Wire.writeText(out, options.draft().map(Path::toString).orElse(""));
                out.writeInt(options.draftTokens());
                out.writeBoolean(aloud);
            }
            case Generate(String prompt, int tokens, boolean pastEnd, Sampling sampling) -> {
                out.writeByte('G');
                Wire.writeText(out, prompt);
                out.writeInt(tokens);
                out.writeBoolean(pastEnd);
                writeSampling(out, sampling);
            }
            case Encode(String text) -> {
                out.writeByte('E');
                Wire.writeText(out, text);
            }
            case Decode(int[] ids) -> {
                out.writeByte('D');
                Wire.writeIds(out, ids);
            }
        }
        out.flush();
    }

    static Request read(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case 'L' -> new Load(readOptions(in), in.readBoolean());
            case 'G' -> new Generate(Wire.readText(in), in.readInt(), in.readBoolean(), readSampling(in));
            case 'E' -> new Encode(Wire.readText(in));
            case 'D' -> new Decode(Wire.readIds(in));
            default -> throw new IOException("unknown request " + tag);
        };
    }

    private static ModelOptions readOptions(DataInputStream in) throws IOException {
        Path model = Path.of(Wire.readText(in));
        int contextTokens = in.readInt();
        int threads = in.readInt();
        boolean mmap = in.readBoolean();
        boolean warmUp = in.readBoolean();
        Optional<Path> draft = Optional.of(Wire.readText(in)).filter(path -> !path.isEmpty()).map(Path::of);
        return new ModelOptions(model, contextTokens, threads, mmap, warmUp, draft, in.readInt());
    }

    private static void writeSampling(DataOutputStream out, Sampling sampling) throws IOException {
        switch (sampling) {
            case Sampling.Greedy() -> out.writeBoolean(false);
            case Sampling.Drawn drawn -> {
                out.writeBoolean(true);
                out.writeFloat(drawn.temperature());
                out.writeInt(drawn.topK());
                out.writeFloat(drawn.topP());
                out.writeFloat(drawn.minP());
                out.writeFloat(drawn.repeatPenalty());
                out.writeInt(drawn.seed());
            }
        }
    }

    private static Sampling readSampling(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? new Sampling.Drawn(
                        in.readFloat(), in.readInt(), in.readFloat(), in.readFloat(), in.readFloat(), in.readInt())
                : new Sampling.Greedy();
    }
}
