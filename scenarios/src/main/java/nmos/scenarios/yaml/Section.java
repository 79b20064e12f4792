package nmos.scenarios.yaml;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A mapping being read. Keys that were asked for are the keys there are: [#done] refuses any other.
public final class Section {
    private final String file;
    private final String path;
    private final MappingNode node;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Section(String file, String path, MappingNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidFile(Place.of(tuple.getKeyNode(), file), path, "a key must be a plain word");
            }
            String field = path(key.getValue());
            if (values.put(key.getValue(), new Value(file, field, tuple.getValueNode())) != null) {
                throw new InvalidFile(Place.of(key, file), field, "written twice, keep one");
            }
            keys.put(key.getValue(), key);
        }
    }

    /// A value that must be there.
    public Value need(String key) {
        return maybe(key).orElseThrow(() -> missing(key));
    }

    public Optional<Value> maybe(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /// A value with a default.
    public <T> T get(String key, Function<Value, T> read, T otherwise) {
        return maybe(key).map(read).orElse(otherwise);
    }

    /// Keys whose names are data, in the order they were written.
    public Map<String, Value> entries() {
        known.addAll(values.keySet());
        return values;
    }

    private InvalidFile missing(String key) {
        for (String written : values.keySet()) {
            if (!known.contains(written) && Spelling.near(written, key)) {
                return new InvalidFile(
                        Place.of(node(written), file), path(written), "unknown key, did you mean '" + key + "'?");
            }
        }
        return error("'" + key + "' is missing, add it");
    }

    /// To be called when everything was read.
    ///
    /// @throws InvalidFile where a key was never asked for
    public void done() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new InvalidFile(Place.of(node(key), file), path(key), Spelling.unknown("key", key, known));
            }
        }
    }

    public InvalidFile error(String problem) {
        return new InvalidFile(Place.of(node, file), path, problem);
    }

    private Node node(String key) {
        Node found = keys.get(key);
        return found == null ? node : found;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
