package nmos.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

    /// Runs on a GPU: what its streams did when.
    public static final String DEVICE = "device.csv";

    /// What a run writes that others may be made to read.
    private static final List<String> INPUTS = List.of(SCENARIO, ACCEPTANCE_TAPE, RANK_TAPE, ATTENTION);
    /// What else a run writes, and what is made of runs: a new one must not lie beside the results of the old.
    private static final List<String> RESULTS = List.of(
            MANIFEST, JOURNAL, DEVICE, "validation.json", "compare.json", "sweep.json", "sweep.jsonl", "sweep.csv", "best.yaml", "tune.json", "tried.csv",
            "tried.jsonl", "reach.json", "report.html", "trace.perfetto.json");
    private static final String TIMES = "*.hgrm";
    private static final String CHARTS = "charts";
    private static final String PICTURES = "*.png";

    /// What a folder holds where pictures and times in it are of runs, and not of somebody who put them there.
    private static final List<String> MARKS = List.of(
            MANIFEST, JOURNAL, "validation.json", "compare.json", "sweep.json", "tune.json", "reach.json");

    public static RunDirectory named(Path path, boolean force) throws IOException {
        return named(path, force, List.of());
    }

    /// The folder the user named. One that holds anything is refused, unless `force` allows to replace the run in it and
    /// what was made of that; all other files stay.
    ///
    /// @param read files that the run is made from, which it must not take away
    /// @throws FileAlreadyExistsException where the folder is taken; the message says what to do
    public static RunDirectory named(Path path, boolean force, Collection<Path> read) throws IOException {
        if (taken(path, force)) {
            List<Path> inputs = there(path, INPUTS);
            List<Path> results = results(path);
            refuse(inputs, read);
            refuse(results, read);
            if (!inputs.isEmpty() && !isRun(path)) {
                throw new FileAlreadyExistsException(inputs.getFirst() + " is of no run that --force may replace; name another folder with --out");
            }
            deleteAll(inputs);
            deleteAll(results);
        }
        return new RunDirectory(path);
    }

    public static Path shelf(Path path, boolean force) throws IOException {
        return shelf(path, force, List.of());
    }

    /// The folder the user named for what is no run by itself, or for several, each in a folder of its own in it: as [#named], but what
    /// runs read stays, since the scenario and tapes that all of them are made from may lie there too.
    ///
    /// @throws FileAlreadyExistsException where the folder is taken; the message says what to do
    public static Path shelf(Path path, boolean force, Collection<Path> read) throws IOException {
        if (taken(path, force)) {
            List<Path> results = results(path);
            refuse(results, read);
            deleteAll(results);
        }
        return path;
    }

    /// The folder the user named for files that are not of runs, whose writer knows which of them to replace: nothing is deleted.
    ///
    /// @throws FileAlreadyExistsException where the folder is taken; the message says what to do
    public static Path open(Path path, boolean force) throws IOException {
        taken(path, force);
        return path;
    }

    /// Refuses what [#shelf] would take away of the files that are read, and does nothing else.
    ///
    /// @throws FileAlreadyExistsException that names the file
    public static void refuseShelf(Path path, Collection<Path> read) throws IOException {
        if (Files.isDirectory(path)) {
            refuse(results(path), read);
        }
    }

    /// Refuses the same of runs that lie in folders below, for who will [#discard] such.
    ///
    /// @throws FileAlreadyExistsException that names the file
    public static void refuseBelow(Path path, Collection<Path> read) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        Path top = path.toRealPath();
        for (Path input : read) {
            Path folder = input.toRealPath().getParent();
            if (folder != null && folder.startsWith(top) && !folder.equals(top)) {
                refuseShelf(folder, read);
                if (isRun(folder)) {
                    refuse(there(folder, INPUTS), read);
                }
            }
        }
    }

    /// Takes away a run and what was made of it, and its folder unless something else lies there.
    public static void discard(Path path) throws IOException {
        named(path, true);
        deleteEmpty(path);
    }

    /// Takes away what was made of runs, and the folder unless something else lies there, such as what runs read.
    public static void discardShelf(Path path) throws IOException {
        shelf(path, true);
        deleteEmpty(path);
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

    private static List<Path> results(Path path) throws IOException {
        List<Path> results = new ArrayList<>(there(path, RESULTS));
        if (!there(path, MARKS).isEmpty()) {
            results.addAll(matching(path, TIMES));
            Path charts = path.resolve(CHARTS);
            results.addAll(Files.isDirectory(charts, LinkOption.NOFOLLOW_LINKS) ? matching(charts, PICTURES) : List.of());
        }
        return results;
    }

    private static boolean isRun(Path path) {
        return !there(path, List.of(MANIFEST, JOURNAL)).isEmpty();
    }

    private static List<Path> there(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }

    private static List<Path> matching(Path folder, String names) throws IOException {
        List<Path> matching = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
            files.forEach(matching::add);
        }
        matching.removeIf(file -> !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        return matching;
    }

    private static void refuse(List<Path> replaced, Collection<Path> read) throws IOException {
        for (Path file : replaced) {
            for (Path input : read) {
                if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
                    throw new FileAlreadyExistsException(file + " is read, and --force would replace it; name another folder with --out");
                }
            }
        }
    }

    private static void deleteAll(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private static void deleteEmpty(Path path) throws IOException {
        for (Path folder : List.of(path.resolve(CHARTS), path)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isEmpty(folder)) {
                Files.delete(folder);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
