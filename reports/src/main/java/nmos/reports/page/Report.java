package nmos.reports.page;

import java.awt.HeadlessException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.journal.RunDirectory;
import nmos.journal.WholeFile;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Png;
import nmos.reports.histogram.Hgrm;
import nmos.reports.perfetto.PerfettoTrace;
import nmos.reports.run.Run;
import nmos.reports.sweep.SweepFile;
import nmos.reports.timeline.Timeline;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;

/// What folders hold, as one page with its pictures.
public final class Report {
    public static final String PAGE = "report.html";
    public static final String CHARTS = "charts";

    private final Page page;
    private final List<Subject> subjects;

    private Report(Page page, List<Subject> subjects) {
        this.page = page;
        this.subjects = List.copyOf(subjects);
    }

    /// One run, two to compare, a validation, or several of these (or the folder they lie in), or a sweep.
    ///
    /// @throws IOException where folders hold none of these, or what cannot be laid side by side; one line for the person who named them
    public static Report of(List<Path> folders) throws IOException {
        return drawn(() -> made(folders));
    }

    private static Report made(List<Path> folders) throws IOException {
        Optional<Path> swept = folders.stream().filter(folder -> Files.exists(folder.resolve(SweepFile.NAME))).findFirst();
        if (swept.isPresent()) {
            if (folders.size() > 1) {
                throw new IOException(swept.get() + " is a sweep: report it by itself");
            }
            return new Report(SweepPage.of(SweepFile.read(swept.get())), List.of());
        }
        List<Path> validations = new ArrayList<>();
        List<Path> runs = new ArrayList<>();
        for (Path folder : folders) {
            sort(folder, validations, runs);
        }
        if (!validations.isEmpty() && !runs.isEmpty()) {
            throw new IOException(runs.getFirst() + " is a run and " + validations.getFirst()
                    + " a validation: report runs and validations each by themselves");
        }
        if (!validations.isEmpty()) {
            return validations(validations);
        }
        return switch (runs.size()) {
            case 1 -> one(Run.read(runs.getFirst()));
            case 2 -> two(Run.read(runs.getFirst()), Run.read(runs.getLast()));
            default -> throw new IOException(runs.size() + " runs: name one to report, or two to compare");
        };
    }

    /// Writes the page, its pictures, a trace of its runs and their times into a folder, in place of those that are there.
    ///
    /// @return where the page is
    public Path write(Path folder) throws IOException {
        return drawn(() -> written(folder));
    }

    private Path written(Path folder) throws IOException {
        Path charts = folder.resolve(CHARTS);
        Files.createDirectories(charts);
        String html = page.written();
        for (Chart chart : page.charts()) {
            Png.write(chart, charts.resolve(chart.name() + ".png"));
        }
        traces(folder);
        Path target = folder.resolve(PAGE);
        WholeFile.write(target, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
        return target;
    }

    private interface Drawing<T> {
        T make() throws IOException;
    }

    /// Java fails in many ways where it finds no fonts.
    private static <T> T drawn(Drawing<T> drawing) throws IOException {
        try {
            return drawing.make();
        } catch (HeadlessException | LinkageError | InternalError fontless) {
            throw new NoFonts(fontless);
        } catch (RuntimeException fault) {
            if (String.valueOf(fault.getMessage()).contains("Fontconfig")) {
                throw new NoFonts(fault);
            }
            throw fault;
        }
    }

    private void traces(Path folder) throws IOException {
        List<Timeline> timelines = subjects.stream().map(Subject::timeline).filter(Objects::nonNull).toList();
        if (!timelines.isEmpty()) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(PerfettoTrace.NAME))) {
                PerfettoTrace.write(timelines, out);
            }
        }
        for (Subject subject : subjects) {
            Timeline timeline = subject.timeline();
            if (timeline == null) {
                continue;
            }
            String whose = subjects.size() > 1 ? subject.label() + "-" : "";
            for (Hgrm times : Hgrm.values()) {
                try (OutputStream out = Files.newOutputStream(folder.resolve(whose + times.fileName))) {
                    times.write(timeline, out);
                }
            }
        }
    }

    private static void sort(Path folder, List<Path> validations, List<Path> runs) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new NotDirectoryException(folder + " is a file; name the folder of a run")
                    : new IOException(folder + ": no such folder");
        }
        if (Files.exists(folder.resolve(ValidationFile.NAME))) {
            validations.add(folder);
        } else if (Files.exists(folder.resolve(RunDirectory.MANIFEST))) {
            runs.add(folder);
        } else {
            List<Path> inside;
            try (Stream<Path> children = Files.list(folder)) {
                inside = children.filter(child -> Files.exists(child.resolve(ValidationFile.NAME))).sorted().toList();
            }
            if (inside.isEmpty()) {
                throw new IOException(folder + ": neither a run is here nor a validation nor a sweep: it has no " + RunDirectory.MANIFEST + ", no "
                        + ValidationFile.NAME + " and no " + SweepFile.NAME + ", and no folder in it has the second");
            }
            validations.addAll(inside);
        }
    }

    private static Report validations(List<Path> folders) throws IOException {
        if (folders.size() == 1) {
            ValidationPage page = ValidationPage.of(ValidationFile.read(folders.getFirst()), folders.getFirst());
            return new Report(page.page(), page.subjects());
        }
        List<Validation> all = new ArrayList<>();
        for (Path folder : folders) {
            all.add(ValidationFile.read(folder));
        }
        return new Report(EnvelopePage.of(all), List.of());
    }

    private static Report one(Run run) throws IOException {
        Subject subject = Subject.of(Subject.world(run.kind()), Subject.ink(run.kind()), told(run));
        return new Report(RunsPage.of(subject), List.of(subject));
    }

    private static Report two(Run first, Run second) throws IOException {
        boolean oneWorld = Subject.ink(first.kind()) == Subject.ink(second.kind());
        String one = oneWorld ? "first" : Subject.world(first.kind());
        String other = oneWorld ? "second" : Subject.world(second.kind());
        Subject before = Subject.of(one, oneWorld ? Ink.BASELINE : Subject.ink(first.kind()), told(first));
        Subject after = Subject.of(other, Subject.ink(second.kind()), told(second));
        return new Report(RunsPage.of(before, after), List.of(before, after));
    }

    /// A run that was cut short may still have figures; one without has nothing to show.
    private static Run told(Run run) throws IOException {
        if (run.summary() == null) {
            throw new IOException(run.folder() + ": the run " + (run.complete() ? "has no figures" : "was cut short before it had any figures")
                    + ", so there is nothing to report");
        }
        return run;
    }
}
