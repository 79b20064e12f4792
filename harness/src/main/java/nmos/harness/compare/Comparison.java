package nmos.harness.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Engines side by side, as `compare.json` keeps it. `command` makes it again; `complete` is false of one that was interrupted.
/// `diskBytesPerSec`: what either engine's reads were held to, null where by nothing but the drive.
public record Comparison(
        boolean complete,
        String scenario,
        List<String> settings,
        String command,
        Models models,
        Host host,
        Memory memory,
        @Nullable Long diskBytesPerSec,
        int prompts,
        List<Side> sides,
        List<Ratio> ratios,
        List<Sameness> texts,
        List<EngineRun> runs,
        List<String> notCovered) {
    public record Models(String oracle, long oracleBytes, @Nullable String draft, @Nullable Long draftBytes) {}

    /// What it ran on. `loadBefore`: programs that wanted a processor in the minute before, as the system counts them; negative where
    /// it does not.
    public record Host(String processor, int cores, int threads, String system, double loadBefore, String measuredAt) {}

    /// One engine, over all repetitions. Cold: the first reply of a process that found nothing of the model in memory; warm: the
    /// replies after it that count, the middle one of each repetition. Times in ms.
    public record Side(
            Engine engine,
            Spread coldTtftMs,
            Spread coldTokensPerSecond,
            Spread warmTtftMs,
            Spread warmTokensPerSecond,
            Spread startToFirstTokenMs,
            @Nullable Long peakBytes,
            @Nullable Spread warmReadBytesPerToken,
            @Nullable Spread boundTokensPerSecond,
            @Nullable String limitedBy,
            @Nullable Spread boundPlanned,
            @Nullable Spread boundReached,
            @Nullable Spread tau) {}

    /// nmos over another engine, repetition by repetition: above 1, nmos gives more tokens/s or takes longer to the first.
    public record Ratio(
            Engine over, Spread coldTokensPerSecond, Spread warmTokensPerSecond, Spread coldTtft, Spread warmTtft) {}

    /// How far the texts of nmos and of another engine are the same, up to where the model would end them. `share`: of the characters
    /// of all replies, those before the first difference of each.
    public record Sameness(Engine with, int replies, int equal, double share) {}

    public Comparison {
        settings = List.copyOf(settings);
        sides = List.copyOf(sides);
        ratios = List.copyOf(ratios);
        texts = List.copyOf(texts);
        runs = List.copyOf(runs);
        notCovered = List.copyOf(notCovered);
    }
}
