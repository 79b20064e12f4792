package nmos.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.ScenarioLoader;

/// The files that a command reads, none of which may go when the folder it writes into is emptied.
final class ReadFiles {
    private ReadFiles() {}

    /// Those of a scenario with settings, of which some have many values: each may be a file, as a machine, a tape or a trace is.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where there is no such scenario
    static List<Path> of(String scenario, List<String> settings, List<String> vary) {
        List<Path> files = new ArrayList<>(ScenarioLoader.files(scenario, settings));
        for (String axis : vary) {
            for (String value : axis.substring(axis.indexOf('=') + 1).split(",", -1)) {
                addIfFile(value.strip(), files);
            }
        }
        return files;
    }

    private static void addIfFile(String name, List<Path> files) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        } catch (InvalidPathException noPath) {
            // a value, then
        }
    }
}
