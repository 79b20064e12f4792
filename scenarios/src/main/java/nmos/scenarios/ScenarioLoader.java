package nmos.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// Finds scenarios, by the name of one that ships with NMOS or by the path of a file, and reads them with overrides
/// (`path=value`) laid over.
///
/// All of it throws [InvalidFile], whose message is one line for the person who wrote the file.
public final class ScenarioLoader {
    private static final String MACHINE = "machine";

    private ScenarioLoader() {}

    public static Scenario load(String nameOrPath, List<String> settings) {
        return read(find(nameOrPath), nameOf(nameOrPath), settings, Optional.empty());
    }

    /// Models as they are in files. They take the place of those that a scenario names.
    public record Found(ModelShape oracle, Optional<ModelShape> draft) {}

    /// The scenario with the models that were found.
    public static Scenario load(String nameOrPath, List<String> settings, Found found) {
        return read(find(nameOrPath), nameOf(nameOrPath), settings, Optional.of(found));
    }

    /// The scenario of a text that names neither machine nor models, with these.
    public static Scenario compose(String name, String text, Machine machine, Found found) {
        YamlWriter fields = new YamlWriter();
        MachineFile.write(fields, machine);
        Document composed = Document.of(name, text).with(MACHINE, Document.of(machine.name(), fields.toString()));
        return read(composed, name, List.of(), Optional.of(found));
    }

    /// Reads a scenario that is already text, as a run directory holds it.
    public static Scenario parse(String file, String text, List<String> settings) {
        return read(Document.of(file, text), nameOf(file), settings, Optional.empty());
    }

    /// The machine of a scenario as its file has it: settings that choose another count, those that change fields of it do not. Nothing
    /// where what the file has is no machine without them.
    public static Optional<Machine> machineOf(String nameOrPath, List<String> settings) {
        try {
            return Optional.of(withMachine(find(nameOrPath), settings).section().need(MACHINE).section(MachineFile::read));
        } catch (InvalidFile incomplete) {
            return Optional.empty();
        }
    }

    /// The files a scenario is made from: its own, and those that it or a setting names, such as its machine, a tape, a trace. What ships is
    /// in none.
    ///
    /// @throws InvalidFile where there is no such scenario
    public static List<Path> files(String nameOrPath, List<String> settings) {
        Document document = find(nameOrPath);
        for (String setting : settings) {
            if (!intoMachine(setting)) {
                document = document.set(setting);
            }
        }
        Stream<String> own = Shipped.scenario(nameOrPath).isPresent() ? Stream.of() : Stream.of(nameOrPath);
        return Stream.concat(own, document.texts()).distinct().flatMap(ScenarioLoader::ifFile).toList();
    }

    private static Stream<Path> ifFile(String text) {
        try {
            return Stream.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException noPath) {
            return Stream.of();
        }
    }

    /// Reads a machine alone, by the name of a shipped one or by path.
    public static Machine machine(String nameOrPath) {
        return MachineFile.read(machineDocument(nameOrPath, new Place(nameOrPath, 0)).section());
    }

    private static Scenario read(Document document, String name, List<String> settings, Optional<Found> found) {
        Document changed = withMachine(document, settings);
        for (String setting : settings) {
            if (intoMachine(setting)) {
                changed = changed.set(setting);
            }
        }
        return ScenarioFile.read(with(changed, found).section(), name);
    }

    /// The machine's file in the place of its name, and all settings but those that change fields of it.
    private static Document withMachine(Document document, List<String> settings) {
        Document changed = document;
        for (String setting : settings) {
            if (!intoMachine(setting)) {
                changed = changed.set(setting);
            }
        }
        Optional<Value> machine = changed.scalar(MACHINE);
        return machine.isPresent()
                ? changed.with(MACHINE, machineDocument(machine.get().text(), machine.get().place()))
                : changed;
    }

    private static Document with(Document scenario, Optional<Found> found) {
        if (found.isEmpty()) {
            return scenario;
        }
        ModelShape oracle = found.get().oracle();
        Document changed = scenario.with("oracle", Document.of(oracle.name(), text(oracle)));
        Optional<ModelShape> draft = found.get().draft();
        if (draft.isEmpty()) {
            return changed;
        }
        YamlWriter section = new YamlWriter();
        section.section("model", () -> ModelFile.write(section, draft.get()));
        return changed.with("draft", Document.of(draft.get().name(), section.toString()));
    }

    /// A shape as a scenario's `oracle` or `draft.model` has it.
    public static String text(ModelShape model) {
        YamlWriter out = new YamlWriter();
        ModelFile.write(out, model);
        return out.toString();
    }

    /// A machine's own fields can only be set once its name has been replaced by its file.
    private static boolean intoMachine(String setting) {
        return setting.startsWith(MACHINE + ".");
    }

    private static Document find(String nameOrPath) {
        Optional<Document> shipped = Shipped.scenario(nameOrPath);
        return shipped.orElseGet(() -> file(nameOrPath, new Place(nameOrPath, 0), "scenario", Shipped.scenarioNames()));
    }

    private static Document machineDocument(String nameOrPath, Place place) {
        Optional<Document> shipped = Shipped.machine(nameOrPath);
        return shipped.orElseGet(() -> file(nameOrPath, place, MACHINE, Shipped.machineNames()));
    }

    private static Document file(String path, Place place, String what, List<String> shipped) {
        try {
            Path file = Path.of(path);
            if (Files.isRegularFile(file)) {
                return Document.of(path, Files.readAllBytes(file));
            }
        } catch (InvalidPathException e) {
            // falls through: neither a file nor a name
        } catch (IOException e) {
            throw new InvalidFile(place, "", "cannot be read: " + e.getMessage());
        }
        throw new InvalidFile(place, "", Shipped.unknown(what, path, shipped));
    }

    private static String nameOf(String path) {
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return last.endsWith(".yaml") ? last.substring(0, last.length() - ".yaml".length()) : last;
    }
}
