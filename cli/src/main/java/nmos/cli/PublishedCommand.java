package nmos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nmos.harness.published.Published;
import nmos.harness.published.PublishedException;
import nmos.harness.published.PublishedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  nmos published measurements.csv > published.md",
        })
final class PublishedCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A table of comma-separated values.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    PublishedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + ": no such file; name a table of published measurements");
        }
        Published published = predicted();
        terminal.out().print(json ? PublishedFile.text(published) + System.lineSeparator() : PublishedText.markdown(published));
        terminal.out().flush();
        return Failures.OK;
    }

    private Published predicted() throws IOException {
        try (var _ = terminal.stop().hold();
                Progress progress = terminal.progress("predicting", 0)) {
            return Published.of(file, (done, of) -> {
                progress.at(done, done + " of " + of);
                return !terminal.stop().requested();
            });
        } catch (PublishedException no) {
            throw new BadInput(String.valueOf(no.getMessage()));
        }
    }
}
