package nmos.harness.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import nmos.live.disk.IoMethod;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.LiveOptions;
import org.jspecify.annotations.Nullable;

/// What is compared, and under what.
///
/// @param scenario its name or path; `settings` override its fields
/// @param memoryBytes what each engine may have, page cache included; null: what the scenario's memory makes, see [Memory]
/// @param requireLimit to refuse rather than to run without that limit
/// @param diskRate how fast either engine may read, as a scenario writes a rate; null: as fast as the drive does
/// @param paceDisk the same at the speed the machine file gives the drive
/// @param mmap whether llama.cpp maps the file, as it does by itself, instead of reading it into memory of its own
/// @param io how nmos reads files
public record CompareOptions(
        String scenario,
        List<String> settings,
        Path oracle,
        @Nullable Path draft,
        List<Engine> engines,
        int threads,
        int repetitions,
        @Nullable Long memoryBytes,
        boolean requireLimit,
        @Nullable String diskRate,
        boolean paceDisk,
        boolean mmap,
        IoMethod io) {
    public CompareOptions {
        settings = List.copyOf(settings);
        engines = List.copyOf(engines);
        if (engines.size() < 2 || engines.stream().distinct().count() != engines.size()) {
            throw new IllegalArgumentException("engines: name two or more, each one once, not "
                    + engines.stream().map(engine -> engine.label).collect(Collectors.joining(",")));
        }
        if (threads < 1 || repetitions < 1) {
            throw new IllegalArgumentException("threads " + threads + ", repetitions " + repetitions + ": at least 1 each");
        }
        if (engines.contains(Engine.LLAMA_CPP_DRAFT) && draft == null) {
            throw new IllegalArgumentException(Engine.LLAMA_CPP_DRAFT.label + " wants a draft model: name its file");
        }
    }

    /// How nmos runs it. The drive is not paced by nmos itself: what holds one engine back has to hold the other.
    LiveOptions live() {
        return new LiveOptions(
                oracle, draft, threads, false, io, SamplingOptions.GREEDY, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
