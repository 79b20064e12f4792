package nmos.reports.validation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `validation.json`, written and read. Its `version` is that of this format.
public final class ValidationFile {
    public static final String NAME = "validation.json";
    private static final int VERSION = 1;
    private static final String SAID = "said_bytes_per_sec";
    /// What may be null: all else of a validation is always there.
    private static final Set<String> MAY_BE_NULL = Set.of("dominates", "max_error_share", "paced_bytes_per_sec", SAID);

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ValidationFile() {}

    /// The same as text.
    public static String text(Validation validation) {
        return JSON.writeValueAsString(tree(validation)) + "\n";
    }

    /// Many settings as one object, with those that could not be played.
    public static String text(List<Validation> validations, List<NotPlayed> notPlayed) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode settings = all.putArray("settings");
        validations.forEach(validation -> settings.add(tree(validation)));
        all.set("not_played", JSON.valueToTree(notPlayed));
        return JSON.writeValueAsString(all) + "\n";
    }

    /// A validation and the page that shows it, null where none could be written.
    public static String text(Validation validation, @Nullable Path page) {
        ObjectNode both = JSON.createObjectNode();
        both.set("validation", tree(validation));
        both.put("page", page == null ? null : page.toString());
        return JSON.writeValueAsString(both) + "\n";
    }

    private static ObjectNode tree(Validation validation) {
        ObjectNode tree = JSON.createObjectNode().put("version", VERSION);
        return tree.setAll((ObjectNode) JSON.<JsonNode>valueToTree(validation));
    }

    public static void write(Validation validation, Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), text(validation));
    }

    /// The validation in a folder.
    ///
    /// @throws IOException where there is none or it is not one; the message is for the person who named the folder
    public static Validation read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try (InputStream in = Files.newInputStream(file)) {
            if (!(JSON.readTree(in) instanceof ObjectNode tree)) {
                throw new IOException(file + ": not a validation: it is no object");
            }
            JsonNode version = tree.remove("version");
            if (version == null || !version.isInt() || version.intValue() != VERSION) {
                throw new IOException(file + ": is of version " + version + ", and this nmos reads version " + VERSION
                        + ": validate again");
            }
            nullWhereAbsent(tree);
            refuseNull(file, tree);
            return JSON.treeToValue(tree, Validation.class);
        } catch (JacksonException invalid) {
            throw new IOException(
                    file + ": not a validation: " + invalid.getOriginalMessage().replaceAll("\\s*\\R\\s*", "; "), invalid);
        }
    }

    /// What came after the first files of this version, and is in none of those.
    private static void nullWhereAbsent(ObjectNode tree) {
        for (JsonNode floor : tree.path("host").path("floors")) {
            if (floor instanceof ObjectNode fields && !fields.has(SAID)) {
                fields.putNull(SAID);
            }
        }
    }

    private static void refuseNull(Path file, JsonNode node) throws IOException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isNull() && !MAY_BE_NULL.contains(field.getKey())) {
                throw new IOException(file + ": not a validation: " + field.getKey() + " is null");
            }
            refuseNull(file, field.getValue());
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (element.isNull()) {
                    throw new IOException(file + ": not a validation: a list holds null");
                }
                refuseNull(file, element);
            }
        }
    }
}
