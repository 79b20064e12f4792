package nmos.harness.tune;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What would reach a goal, as `reach.json`. What there is nothing to say of is left out.
public final class ReachedFile {
    public static final String NAME = "reach.json";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReachedFile() {}

    public static void write(String scenario, Reached reached, Path folder) throws IOException {
        TunedFile.write(folder.resolve(NAME), text(scenario, reached));
    }

    public static String text(String scenario, Reached reached) {
        ObjectNode tree = JSON.createObjectNode().put("version", VERSION).put("scenario", scenario).put("reach", reached.wanted().text());
        ArrayNode limits = tree.putArray("subject_to");
        reached.aim().limits().stream().skip(1).forEach(limit -> limits.add(limit.text()));
        if (reached.currency() != null) {
            tree.put("currency", reached.currency());
        }
        tree.put("combinations", reached.combinations()).put("left", reached.left()).put("complete", reached.whole());
        ArrayNode offers = tree.putArray("offers");
        reached.offers().forEach(offer -> offers.add(tree(offer, reached)));
        return JSON.writeValueAsString(tree) + "\n";
    }

    private static ObjectNode tree(Reached.Offer offer, Reached reached) {
        ObjectNode node = JSON.createObjectNode();
        if (offer.price() != null) {
            node.put("price", offer.price());
        }
        ArrayNode settings = node.putArray("settings");
        offer.settings().forEach(settings::add);
        node.put("reaches", offer.reaches());
        Trial trial = offer.trial();
        if (trial != null) {
            node.set("best", TunedFile.tree(trial, reached.aim()));
        }
        Physics physics = offer.physics();
        if (physics != null) {
            node.putObject("bound")
                    .put("tokens_per_second", physics.tokensPerSecond())
                    .put("limited_by", physics.limitedBy())
                    .put("for", physics.always() ? "any policy" : "passes like those of the best found")
                    .put("below", reached.below(offer))
                    .put("forbids", reached.forbidden(offer));
        }
        if (offer.refused() != null) {
            node.put("refused", offer.refused());
        }
        return node;
    }
}
