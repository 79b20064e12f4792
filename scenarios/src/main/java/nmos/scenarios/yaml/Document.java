package nmos.scenarios.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

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

    /// All plain values, at any depth.
    public Stream<String> texts() {
        return texts(root);
    }

    private static Stream<String> texts(Node node) {
        return switch (node) {
            case ScalarNode scalar -> Stream.of(scalar.getValue());
            case MappingNode mapping -> mapping.getValue().stream().flatMap(tuple -> texts(tuple.getValueNode()));
            case SequenceNode sequence -> sequence.getValue().stream().flatMap(Document::texts);
            default -> Stream.of();
        };
    }

    /// The document with another one in the place of a top-level value, or beside the others if there is no such value. Errors go
    /// on naming the file each part came from.
    public Document with(String key, Document part) {
        List<NodeTuple> tuples = new ArrayList<>();
        boolean replaced = false;
        for (NodeTuple tuple : root.getValue()) {
            boolean there = tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key);
            tuples.add(there ? new NodeTuple(tuple.getKeyNode(), part.root) : tuple);
            replaced |= there;
        }
        if (!replaced) {
            tuples.add(new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN), part.root));
        }
        return new Document(file, new MappingNode(
                root.getTag(), true, tuples, root.getFlowStyle(), root.getStartMark(), root.getEndMark()));
    }

    public Section section() {
        return new Section(file, "", root);
    }
}
