package nmos.scenarios.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// `path=value` from the command line, laid over a file's nodes before they are read: the value passes through the same
/// checks as one in the file, and an error names the override instead of a line.
///
/// A path is keys with dots between them; elements of a list are found by their `name`.
record Setting(String path, String value, String text) {
    static final String OPTION = "--set ";

    static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new InvalidFile(new Place(OPTION + text, 0), "", "expected path=value, as in speculation.k=8");
        }
        return new Setting(text.substring(0, equals).strip(), text.substring(equals + 1).strip(), text);
    }

    /// The nodes with this override in their place. The nodes given are not changed.
    MappingNode apply(MappingNode root) {
        String label = OPTION + text;
        Node node = YamlText.node(label, value)
                .orElseThrow(() -> new InvalidFile(new Place(label, 0), path, "the value is empty, write one after ="));
        String[] keys = path.split("\\.", -1);
        for (String key : keys) {
            if (key.isBlank()) {
                throw new InvalidFile(new Place(label, 0), "", "a key of the path is empty");
            }
        }
        return put(root, keys, 0, node);
    }

    private MappingNode put(MappingNode mapping, String[] keys, int at, Node value) {
        var tuples = new ArrayList<NodeTuple>();
        boolean found = false;
        for (NodeTuple tuple : mapping.getValue()) {
            if (!found && tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(keys[at])) {
                tuples.add(new NodeTuple(key, replaced(Optional.of(tuple.getValueNode()), keys, at + 1, value)));
                found = true;
            } else {
                tuples.add(tuple);
            }
        }
        if (!found) {
            Node key = new ScalarNode(
                    Tag.STR, true, keys[at], ScalarStyle.PLAIN, value.getStartMark(), value.getEndMark());
            tuples.add(new NodeTuple(key, replaced(Optional.empty(), keys, at + 1, value)));
        }
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
    }

    private Node replaced(Optional<Node> old, String[] keys, int at, Node value) {
        if (at == keys.length) {
            return value;
        }
        if (old.isPresent() && old.get() instanceof MappingNode inner) {
            return put(inner, keys, at, value);
        }
        if (old.isPresent() && old.get() instanceof SequenceNode list) {
            return inList(list, keys, at, value);
        }
        if (old.isPresent() && !(old.get() instanceof ScalarNode blank && blank.getValue().isEmpty())) {
            throw new InvalidFile(new Place(OPTION + text, 0), path, "'" + String.join(".", List.of(keys).subList(0, at))
                    + "' is a single value, it has no fields to set");
        }
        var empty = new MappingNode(
                Tag.MAP, true, List.of(), FlowStyle.BLOCK, value.getStartMark(), value.getEndMark());
        return put(empty, keys, at, value);
    }

    private Node inList(SequenceNode list, String[] keys, int at, Node value) {
        var elements = new ArrayList<Node>();
        boolean found = false;
        for (Node element : list.getValue()) {
            if (!found && Value.named(element).filter(keys[at]::equals).isPresent()) {
                elements.add(replaced(Optional.of(element), keys, at + 1, value));
                found = true;
            } else {
                elements.add(element);
            }
        }
        if (!found) {
            throw new InvalidFile(new Place(OPTION + text, 0), path, "no element of the list is named '" + keys[at] + "'");
        }
        return new SequenceNode(
                list.getTag(), true, elements, list.getFlowStyle(), list.getStartMark(), list.getEndMark());
    }
}
