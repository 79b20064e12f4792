package nmos.scenarios.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Text to nodes, refusing what a configuration file has no use for: anchors (which can blow up to any size), tags, deep
/// nesting, more than one document.
final class YamlText {
    private static final int MAX_CODE_POINTS = 1 << 18;
    private static final int MAX_DEPTH = 32;

    private YamlText() {}

    static String decode(String file, byte[] bytes) {
        if (bytes.length > 4 * MAX_CODE_POINTS) {
            throw new InvalidFile(new Place(file, 0), "", "the file has " + bytes.length + " bytes, " + 4 * MAX_CODE_POINTS + " are the most");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFile(new Place(file, 0), "", "the file is not UTF-8 text, save it as UTF-8");
        }
    }

    /// The one mapping a file consists of.
    static MappingNode mapping(String file, String text) {
        Node root = node(file, text).orElseThrow(() ->
                new InvalidFile(new Place(file, 1), "", "the file is empty, write at least one 'key: value' line"));
        if (root instanceof MappingNode mapping) {
            return mapping;
        }
        throw new InvalidFile(Place.of(root, file), "", "expected 'key: value' lines");
    }

    static Optional<Node> node(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_CODE_POINTS)
                .setAllowNonScalarKeys(true) // refused where keys are read, with a line number
                .build();
        try {
            check(file, parser(settings, text));
            return new Composer(settings, parser(settings, text)).getSingleNode();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().or(e::getContextMark).map(Place::of).orElse(new Place(file, 0));
            throw new InvalidFile(place, "", "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidFile(new Place(file, 0), "", "not YAML: " + e.getMessage());
        }
    }

    private static Parser parser(LoadSettings settings, String text) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /// Runs over the flat stream of events first: composing recurses.
    private static void check(String file, Parser events) {
        int depth = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw at(file, event, "nested deeper than " + MAX_DEPTH + " levels, flatten it");
            }
            if (event instanceof AliasEvent || (event instanceof NodeEvent n && n.getAnchor().isPresent())) {
                throw at(file, event, "anchors and aliases are not taken, write the value out");
            }
            if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                    || (event instanceof CollectionStartEvent start && start.getTag().isPresent())) {
                throw at(file, event, "tags are not taken, write the plain value");
            }
        }
    }

    private static InvalidFile at(String file, Event event, String problem) {
        return new InvalidFile(event.getStartMark().map(Place::of).orElse(new Place(file, 0)), "", problem);
    }
}
