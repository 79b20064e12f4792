package nmos.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command as a shell would be given it, for whoever wants to see its outcome again.
final class CommandWords {
    private CommandWords() {}

    /// `arguments` as the program was given them, the command's name first.
    static String again(List<String> arguments) {
        return Stream.concat(Stream.of("nmos"), arguments.stream().map(CommandWords::quoted)).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
