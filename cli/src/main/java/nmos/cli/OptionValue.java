package nmos.cli;

import java.util.function.Function;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// Quantities on the command line, written as in files; what is wrong with one names its option.
final class OptionValue {
    private OptionValue() {}

    static <T> T of(String option, String text, Function<Value, T> read) {
        String name = option.substring(2);
        try {
            return read.apply(Document.of(option, name + ": " + YamlWriter.quoted(text)).section().need(name));
        } catch (InvalidFile wrong) {
            // There is no file whose line and key could be looked up.
            String place = option + ":1: " + name + ": ";
            String told = String.valueOf(wrong.getMessage());
            throw new BadInput(told.startsWith(place) ? option + ": " + told.substring(place.length()) : told);
        }
    }
}
