package nmos.harness.gates;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What each scenario came to, fact by fact, in the order in which they were found. As text it is the same everywhere, a fact a line,
/// so that two of them can be laid side by side.
public record Answers(SequencedMap<String, SequencedMap<String, String>> byScenario) {
    private static final int VERSION = 1;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,9})?");
    private static final String SCENARIOS = "scenarios";
    private static final JsonMapper JSON = new JsonMapper();

    public Answers {
        SequencedMap<String, SequencedMap<String, String>> copy = new LinkedHashMap<>();
        byScenario.forEach((scenario, facts) -> copy.put(scenario, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts))));
        byScenario = Collections.unmodifiableSequencedMap(copy);
    }

    /// What [nmos.harness.gates.child.ExactChild] printed.
    ///
    /// @throws IOException where it is something else
    static Answers printed(String lines) throws IOException {
        SequencedMap<String, SequencedMap<String, String>> all = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3) {
                throw new IOException("'" + line + "' is no fact of a scenario");
            }
            all.computeIfAbsent(fields[0], _ -> new LinkedHashMap<>()).put(fields[1], fields[2]);
        }
        return new Answers(all);
    }

    public String text() {
        ObjectNode all = JSON.createObjectNode().put("version", VERSION);
        ObjectNode scenarios = all.putObject(SCENARIOS);
        byScenario.forEach((scenario, facts) -> {
            ObjectNode of = scenarios.putObject(scenario);
            facts.forEach((name, value) -> of.set(
                    name, NUMBER.matcher(value).matches() ? JSON.readTree(value) : JSON.valueToTree(value)));
        });
        var lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(lines).writeValueAsString(all) + "\n";
    }

    /// Reads back what [#text] gave.
    ///
    /// @throws UnreadableException where it is something else; the message begins with `place`
    public static Answers read(String place, String text) throws UnreadableException {
        SequencedMap<String, SequencedMap<String, String>> all = new LinkedHashMap<>();
        try {
            JsonNode tree = JSON.readTree(text);
            JsonNode version = tree.path("version");
            if (!version.isInt() || version.intValue() != VERSION || !tree.path(SCENARIOS).isObject()) {
                throw new UnreadableException(place + ": holds no facts of version " + VERSION + "; write it again with nmos bench A --accept");
            }
            for (Map.Entry<String, JsonNode> scenario : tree.path(SCENARIOS).properties()) {
                SequencedMap<String, String> facts = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> fact : scenario.getValue().properties()) {
                    JsonNode value = fact.getValue();
                    facts.put(fact.getKey(), value.isNumber() ? value.decimalValue().toPlainString() : value.asString());
                }
                all.put(scenario.getKey(), facts);
            }
        } catch (JacksonException damaged) {
            throw new UnreadableException(place + ": " + damaged.getOriginalMessage().replaceAll("\\s*\\R\\s*", "; ")
                    + "; write it again with nmos bench A --accept");
        }
        return new Answers(all);
    }
}
