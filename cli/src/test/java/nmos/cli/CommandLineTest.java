package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nmos.journal.RunDirectory;
import nmos.policy.placement.PlacementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What every command promises, tried on the real ones and on one that does as it is told.
class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out), new PrintWriter(err), false, () -> 0, new StopFlag());

    @Command(name = "probe")
    private static final class Probe implements Callable<Integer> {
        @Mixin
        private RunOptions options = new RunOptions();

        @Parameters
        private String what = "";

        private List<String> settings = List.of();
        private String directory = "";

        @Override
        public Integer call() throws IOException {
            settings = options.settings(null);
            directory = switch (what) {
                case "run" -> options.directory("probe", List.of()).path().toString();
                case "bad" -> throw new BadInput("a.yaml:3: k: must be positive");
                case "placement" -> throw new PlacementException("one layer needs 451 MB,\n  VRAM has 3");
                case "cause" -> throw new UncheckedIOException("cannot write the journal", new IOException("disk full"));
                default -> throw new IllegalStateException("hop 1 is busy twice");
            };
            return Failures.OK;
        }
    }

    private final Probe probe = new Probe();

    private int nmos(String... args) {
        return Nmos.connect(Nmos.commandLine(terminal).addSubcommand(probe), terminal).execute(args);
    }

    private static void assertOneLine(String text) {
        assertThat(text).endsWith("\n").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "frob", "replay", "replay --frob run", "replay a b", "probe run --seed x", "probe run --seed"})
    void badArgumentsAreOneLineAndExitTwo(String args) {
        assertThat(nmos(args.isEmpty() ? new String[0] : args.split(" "))).isEqualTo(2);
        assertOneLine(err.toString());
        assertThat(err.toString()).startsWith("nmos").contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void badInputIsOneLineAndExitTwo() {
        assertThat(nmos("probe", "bad")).isEqualTo(2);
        assertThat(err).hasToString("nmos probe: a.yaml:3: k: must be positive\n");
    }

    @Test
    void whatPhysicsForbidsIsBadInputOnOneLine() {
        assertThat(nmos("probe", "placement")).isEqualTo(2);
        assertThat(err).hasToString("nmos probe: one layer needs 451 MB,; VRAM has 3\n");
    }

    @Test
    void aFailureIsExitOneWithItsCause() {
        assertThat(nmos("probe", "cause")).isEqualTo(1);
        assertThat(err)
                .hasToString("nmos probe: failed: java.io.UncheckedIOException: cannot write the journal, "
                        + "because of java.io.IOException: disk full\n");
    }

    @Test
    void aFailureWithoutACauseNamesItself() {
        assertThat(nmos("probe", "other")).isEqualTo(1);
        assertThat(err).hasToString("nmos probe: failed: java.lang.IllegalStateException: hop 1 is busy twice\n");
    }

    @Test
    void overridesKeepTheirOrderAndTheSeedHasTheLastWord() {
        assertThat(nmos("probe", "run", "--out", folder.resolve("r").toString(), "--seed", "7", "--set", "a.b=1", "--set", "seed=3"))
                .isZero();
        assertThat(probe.settings).containsExactly("a.b=1", "seed=3", "seed=7");
    }

    @Test
    void aFolderThatHoldsSomethingIsRefusedUnlessForced() throws Exception {
        Files.writeString(folder.resolve(RunDirectory.MANIFEST), "{}");
        assertThat(nmos("probe", "run", "--out", folder.toString())).isEqualTo(2);
        assertThat(err).hasToString("nmos probe: " + folder + " is not empty; name another folder or add --force\n");
        assertThat(folder.resolve(RunDirectory.MANIFEST)).hasContent("{}");
        assertThat(nmos("probe", "run", "--out", folder.toString(), "--force")).isZero();
        assertThat(probe.directory).isEqualTo(folder.toString());
    }

    @Test
    void forceWithoutAFolderToForceIsRefused() {
        assertThat(nmos("probe", "run", "--force")).isEqualTo(2);
        assertOneLine(err.toString());
    }

    @Test
    void everyCommandShowsAnExampleThatParses() {
        CommandLine nmos = Nmos.commandLine(terminal);
        assertThat(nmos.getSubcommands()).isNotEmpty();
        nmos.getSubcommands().forEach((name, command) -> {
            List<String> examples = Stream.of(command.getCommandSpec().usageMessage().footer())
                    .map(String::strip)
                    .filter(line -> line.startsWith("nmos "))
                    .toList();
            assertThat(examples).as(name).isNotEmpty().allMatch(example -> example.startsWith("nmos " + name + " "));
            examples.forEach(example ->
                    assertThat(nmos.parseArgs(example.substring("nmos ".length()).split(" ")).subcommand()).isNotNull());
        });
    }

    @Test
    void helpOfEveryCommandIsWholeAndLeavesStderrEmpty() {
        // What picocli cannot format it tells System.err.
        PrintStream real = System.err;
        var warned = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(warned, true, StandardCharsets.UTF_8));
            all(Nmos.commandLine(terminal)).forEach(command -> {
                assertThat(nmos(command.getCommandSpec().qualifiedName().concat(" --help").substring("nmos ".length()).split(" "))).isZero();
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                        .as("%s in the list of commands", command.getCommandName())
                        .endsWith(".");
            });
        } finally {
            System.setErr(real);
        }
        assertThat(warned.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLineTest::all));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notebooks", "notebooks --help", "notebooks run --help"})
    void aCommandThatThereIsNotIsNamedAndExitsTwo(String args) {
        assertThat(nmos(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("nmos: no command 'notebooks'").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpOfNoCommandOfModelIsRefused() {
        assertThat(nmos("model", "frob", "--help")).isEqualTo(2);
        assertThat(err.toString()).startsWith("nmos model: no command 'frob'").hasLineCount(1);
    }

    @Test
    void helpGoesToStdout() {
        assertThat(nmos("replay", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: nmos replay", "Example:");
        assertThat(err.toString()).isEmpty();
    }
}
