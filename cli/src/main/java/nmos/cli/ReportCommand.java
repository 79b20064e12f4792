package nmos.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
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

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folder of a run, of a validation or of a sweep, or one that holds validations.")
    private List<Path> folders = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder to write into, needed with more than one RUN; default: RUN itself. A page that is there is replaced.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print where the page is as JSON.")
    private boolean json;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (out == null && folders.size() > 1) {
            throw new BadInput(folders.size() + " folders: add --out DIR, so that no page of one of them is written over");
        }
        Path target = out == null ? folders.getFirst() : out;
        if (out != null && Files.exists(target) && !Files.isDirectory(target)) {
            throw new BadInput("--out " + target + " is a file; name a folder");
        }
        Report report = read(folders);
        make(target);
        Path page = report.write(target);
        terminal.out().println(json ? json(page) : page.toString());
        return Failures.OK;
    }

    /// Made only when there is something to write, so that a refusal leaves no empty folder.
    private static void make(Path folder) {
        boolean there = Files.isDirectory(folder);
        try {
            Files.createDirectories(folder.resolve(Report.CHARTS));
        } catch (IOException refused) {
            throw new BadInput(folder + (there ? ": nothing can be written there" : ": cannot be created") + "; name another folder with --out");
        }
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
