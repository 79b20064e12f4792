package nmos.scenarios.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A file's nodes, before anything is read from them.
public final class Document {
    private final String file;
    private final MappingNode root;

    private Document(String file, MappingNode root) {
        this.file = file;
        this.root = root;
    }

    /// Takes UTF-8 text apart, without reading anything from it yet.
    ///
    /// @throws InvalidFile where the bytes are not one YAML mapping
    public static Document of(String file, byte[] bytes) {
        return of(file, YamlText.decode(file, bytes));
    }

    public static Document of(String file, String text) {
        return new Document(file, YamlText.mapping(file, text));
    }

    /// The document with `path=value` laid over it.
    public Document set(String setting) {
        return new Document(file, Setting.parse(setting).apply(root));
    }

    /// The text of a top-level value, if that is a plain one.
    public Optional<Value> scalar(String key) {
        for (NodeTuple tuple : root.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode k
                    && k.getValue().equals(key)
                    && tuple.getValueNode() instanceof ScalarNode value) {
                return Optional.of(new Value(file, key, value));
            }
        }
        return Optional.empty();
    }

    /// The document with another one in the place of a top-level value. Errors go on naming the file each part came from.
    public Document with(String key, Document part) {
        var tuples = root.getValue().stream()
                .map(tuple -> tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key)
                        ? new NodeTuple(k, (Node) part.root)
                        : tuple)
                .toList();
        return new Document(file, new MappingNode(
                root.getTag(), true, tuples, root.getFlowStyle(), root.getStartMark(), root.getEndMark()));
    }

    public Section section() {
        return new Section(file, "", root);
    }
}
