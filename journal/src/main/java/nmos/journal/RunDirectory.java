package nmos.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder a run writes into: `scenario.yaml`, `journal.bin`, `run.json`. Nothing that was there is written over
/// unless it was asked for.
public record RunDirectory(Path path) {
    public static final String MANIFEST = "run.json";
    public static final String SCENARIO = "scenario.yaml";
    public static final String JOURNAL = "journal.bin";

    /// Measured runs: guesses accepted pass by pass, where the draft ranked what the oracle said, where attention fell.
    public static final String ACCEPTANCE_TAPE = "acceptance.tape";
    public static final String RANK_TAPE = "ranks.tape";
    public static final String ATTENTION = "attention.yaml";

    /// What a run writes that others may be made to read.
    private static final List<String> INPUTS = List.of(SCENARIO, ACCEPTANCE_TAPE, RANK_TAPE, ATTENTION);
    /// What else a run writes, and what is made of runs: a new one must not lie beside the results of the old.
    private static final List<String> RESULTS = List.of(
            MANIFEST, JOURNAL, "validation.json", "compare.json", "sweep.json", "sweep.jsonl", "sweep.csv", "best.yaml", "tune.json", "tried.csv",
            "tried.jsonl", "reach.json", "report.html", "trace.perfetto.json");
    private static final String TIMES = "*.hgrm";
    private static final String CHARTS = "charts";
    private static final String PICTURES = "*.png";

    /// The folder the user named. One that holds anything is refused, unless `force` allows to replace the run in it and
    /// what was made of that; all other files stay.
    ///
    /// @throws FileAlreadyExistsException where the folder is taken; the message says what to do
    public static RunDirectory named(Path path, boolean force) throws IOException {
        if (taken(path, force)) {
            deleteAll(path, INPUTS);
            deleteResults(path);
        }
        return new RunDirectory(path);
    }

    /// The folder the user named for several runs, each in a folder of its own in it: as [#named], but what runs read stays, since the
    /// scenario and tapes that all of them are made from may lie there too.
    ///
    /// @throws FileAlreadyExistsException where the folder is taken; the message says what to do
    public static Path shelf(Path path, boolean force) throws IOException {
        if (taken(path, force)) {
            deleteResults(path);
        }
        return path;
    }

    /// Takes away a run and what was made of it, and its folder unless something else lies there.
    public static void discard(Path path) throws IOException {
        named(path, true);
        for (Path folder : List.of(path.resolve(CHARTS), path)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isEmpty(folder)) {
                Files.delete(folder);
            }
        }
    }

    /// Makes the folder where there is none. Whether it holds what may be replaced.
    private static boolean taken(Path path, boolean force) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new FileAlreadyExistsException(path + " is a file; name a folder for the run");
        }
        Files.createDirectories(path);
        if (isEmpty(path)) {
            return false;
        }
        if (!force) {
            throw new FileAlreadyExistsException(path + " is not empty; name another folder or add --force");
        }
        return true;
    }

    /// A new folder `name` under `parent`, or the first of `name-2`, `name-3`, ... that is free. Programs that do this at once
    /// get different folders.
    public static RunDirectory fresh(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int n = 1; ; n++) {
            Path path = parent.resolve(n == 1 ? name : name + "-" + n);
            try {
                return new RunDirectory(Files.createDirectory(path));
            } catch (FileAlreadyExistsException taken) {
                // the next number
            }
        }
    }

    /// Keeps the scenario as it was run.
    public void scenario(String yaml) throws IOException {
        WholeFile.write(path.resolve(SCENARIO), out -> out.write(yaml.getBytes(UTF_8)));
    }

    /// Begins the journal of this run, which has none yet.
    public JournalWriter journal(String policyHash) throws IOException {
        return new JournalWriter(path.resolve(JOURNAL), policyHash);
    }

    /// Opens the journal this run left.
    public JournalReader readJournal() throws IOException {
        return JournalReader.open(path.resolve(JOURNAL));
    }

    /// Writes `run.json`. Written first as incomplete and again at the end, so that a run that is cut short can be read and
    /// says that it was.
    public void report(RunReport report) throws IOException {
        WholeFile.write(path.resolve(MANIFEST), out -> RunJson.write(report, out));
    }

    private static void deleteResults(Path path) throws IOException {
        deleteAll(path, RESULTS);
        delete(path, TIMES);
        if (Files.isDirectory(path.resolve(CHARTS), LinkOption.NOFOLLOW_LINKS)) {
            delete(path.resolve(CHARTS), PICTURES);
        }
    }

    private static void deleteAll(Path folder, List<String> names) throws IOException {
        for (String name : names) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private static void delete(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
