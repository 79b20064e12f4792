package nmos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.file.TraceReader;
import nmos.traces.stats.StatsTally;
import nmos.traces.stats.TypingStats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nmos trace stats FILE`: what a trace is like, and what a mean speed would make of it.
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Print intervals, pauses, bursts, deletions, speed, submit delays, and how long 20, 40 and 80 characters take.",
        footer = {"", "Example:", "  nmos trace stats traces/data/composing-chat.jsonl"})
final class TraceStatsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A typing trace, plain or gzipped.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    TraceStatsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        StatsTally tally = new StatsTally();
        TraceHeader header;
        try (TraceReader reader = TraceReader.open(file);
                Progress progress = terminal.progress("reading", Files.size(file))) {
            header = reader.header();
            for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
                tally.take(event);
                progress.at(reader.bytesRead());
            }
        }
        TypingStats stats = tally.finish();
        terminal.out().print(json ? TraceText.json(header, stats) : TraceText.plain(header, stats));
        terminal.out().flush();
        return Failures.OK;
    }
}
