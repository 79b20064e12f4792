package nmos.scenarios.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Where a value was written: a file and its line, or an override on the command line (line 0).
public record Place(String file, int line) {
    static Place of(Node node, String file) {
        return node.getStartMark().map(Place::of).orElse(new Place(file, 0));
    }

    static Place of(Mark mark) {
        return mark.getName().startsWith(Setting.OPTION)
                ? new Place(mark.getName(), 0)
                : new Place(mark.getName(), mark.getLine() + 1);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
