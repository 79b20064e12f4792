package nmos.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nmos.reports.page.NoFonts;
import nmos.reports.page.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `nmos report RUN...`: what runs left behind, as a page.
@Command(
        name = "report",
        description = {
            "Write a page, charts and a trace of a run, a validation, or several, or of a sweep.",
            "The page opens from disk in any browser, without network or script.",
        },
        footer = {
            "",
            "Two runs are compared; of several validations, or the folder they lie in, the errors are laid side by side.",
            "",
            "Examples:",
            "  nmos report runs/02-72b-on-4gb",
            "  nmos report runs/02-72b-on-4gb runs/02-72b-on-4gb-2 --out compared",
        })
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run or of a validation, or one that holds validations.")
    private List<Path> folders = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder to write into; default: the first RUN.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print where the page is as JSON.")
    private boolean json;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path page = read(folders).write(out == null ? folders.getFirst() : out);
        terminal.out().println(json ? json(page) : page.toString());
        return Failures.OK;
    }

    private static String json(Path page) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("page", page.toString());
            out.writeEndObject();
        }
        return text.toString();
    }

    private static Report read(List<Path> folders) throws NoFonts {
        try {
            return Report.of(folders);
        } catch (NoFonts undrawn) {
            throw undrawn;
        } catch (IOException unusable) {
            throw new BadInput(String.valueOf(unusable.getMessage()));
        }
    }
}
