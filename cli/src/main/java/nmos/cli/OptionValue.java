package nmos.cli;

import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// Quantities on the command line, written as in files; what is wrong with one names its option.
final class OptionValue {
    private OptionValue() {}

    static Value of(String option, String text) {
        String name = option.substring(2);
        return Document.of(option, name + ": " + YamlWriter.quoted(text)).section().need(name);
    }
}
