package nmos.live.world;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import nmos.scenarios.AttentionSpec;

/// In parts per million of a context's attention; `pages` measured in `contexts` of a session in a pass and a tier.
public record AttentionShares(int sinkPpm, int recentPpm, long contexts, long pages, AttentionSpec assumed) {
    /// As the `attention` section of a scenario. Writes a new file; one that exists is not touched.
    void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            out.write(String.format(
                    Locale.ROOT,
                    """
                    # Where attention fell in this run, fitted to %d pages in %d contexts, of pages that were not folded.
                    # recentTokens and zipfMilli are the scenario's own: they are not measured.
                    attention:
                      takesTime: %s
                      sink: %d ppm
                      recent: %d ppm
                      recentTokens: %d
                      zipfMilli: %d
                    """,
                    pages, contexts, assumed.takesTime(), sinkPpm, recentPpm, assumed.recentTokens(), assumed.zipfMilli()));
        }
    }
}
