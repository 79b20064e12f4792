package nmos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import nmos.harness.published.Notes;
import nmos.harness.published.Published;
import nmos.harness.published.PublishedException;
import nmos.harness.published.PublishedFile;
import nmos.harness.published.PublishedPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos published FILE`: measurements of others, predicted.
@Command(
        name = "published",
        description = {
            "Predict measurements that others published, and lay the one-line formula beside.",
            "FILE has a row for each; a row that does not say enough is counted, with what is missing."
        },
        footer = {
            "",
            "Columns: system, model, params_b, quant, bytes_weights_gb, gpu, link_gbps, ram_gb, ssd_gbps, policy, spec, accepted_per_iter,",
            "batch, prompt_len, gen_len, measured_tps, measured_ttft_s, source; what is not known is left empty.",
            "",
            "Example:",
            "  nmos published measurements.csv --out published.md",
        })
final class PublishedCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A table of comma-separated values.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE.md", description = "Write the page there, with two charts beside it.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace what is in --out already.")
    private boolean force;

    @Option(
            names = "--notes",
            paramLabel = "FILE",
            description = "What was found out about the worst rows: system, model, policy, cause and why, separated by commas.")
    private @Nullable Path notes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PublishedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + ": no such file; name a table of published measurements");
        }
        Path page = out;
        if (page != null && !force && Files.exists(page)) {
            throw new BadInput(page + " is there already: --force replaces it");
        }
        try {
            Notes found = notes == null ? Notes.NONE : Notes.read(notes);
            Published published = predicted();
            if (page != null) {
                PublishedPage.write(published, found, command(), page);
                terminal.err().println("wrote " + page);
            }
            if (json) {
                terminal.out().println(PublishedFile.text(published));
            } else if (page == null) {
                terminal.out().print(PublishedPage.markdown(published, found, command(), Map.of()));
            }
            terminal.out().flush();
            return published.complete() ? Failures.OK : Failures.FAILED;
        } catch (PublishedException no) {
            throw new BadInput(String.valueOf(no.getMessage()));
        }
    }

    private Published predicted() throws IOException {
        Published.Table table = Published.Table.read(file);
        try (var _ = terminal.stop().hold();
                Progress progress = terminal.progress("predicting", table.size())) {
            return Published.of(table, done -> {
                progress.at(done);
                return !terminal.stop().requested();
            });
        }
    }

    /// As it was typed, files by their names alone.
    private String command() {
        return CommandWords.again(spec.commandLine().getParseResult().originalArgs().stream()
                .map(word -> word.replaceFirst("^(--[a-z]+=)?.*/", "$1"))
                .toList());
    }
}
