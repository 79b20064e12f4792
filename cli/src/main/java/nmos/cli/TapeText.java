package nmos.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.world.acceptance.RankTape;
import nmos.world.acceptance.RankWalk;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a rank tape says at a glance: ranks were measured, tau is told from them.
final class TapeText {
    static final int MOST_CHOICES = 16;
    static final int MOST_NODES = 4_096;
    private static final int LONGEST_CHAIN = 8;

    private TapeText() {}

    static String plain(Path file, RankTape tape, int... widths) {
        int tokens = tokens(tape);
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s: %d tokens in %d %s (measured)%n",
                file, tokens, tape.texts().size(), tape.texts().size() == 1 ? "text" : "texts"));
        int[] ranks = ranks(tape);
        text.append("the draft's choice that was right:");
        for (int rank = 0; rank < MOST_CHOICES; rank++) {
            if (ranks[rank] > 0) {
                text.append(String.format(Locale.ROOT, "  %d: %.1f %%", rank + 1, 100.0 * ranks[rank] / tokens));
            }
        }
        text.append(String.format(Locale.ROOT, "  none: %.1f %%%n", 100.0 * ranks[MOST_CHOICES] / tokens));
        text.append("tau of a chain, told from the ranks:");
        for (int k = 1; k <= LONGEST_CHAIN; k++) {
            text.append(String.format(Locale.ROOT, "  %d: %.2f", k, chain(tape, k)));
        }
        text.append(String.format(Locale.ROOT, "%ntau of a static tree %s: %.2f%n", Arrays.toString(widths), tree(tape, widths)));
        return text.toString();
    }

    static String json(Path file, RankTape tape, int... widths) {
        var text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            int[] ranks = ranks(tape);
            out.writeStartObject();
            out.writeStringProperty("kind", "measured");
            out.writeStringProperty("tape", file.toString());
            out.writeStringProperty("source", tape.source());
            out.writeNumberProperty("texts", tape.texts().size());
            out.writeNumberProperty("tokens", tokens(tape));
            out.writeName("ranks");
            out.writeArray(ranks, 0, MOST_CHOICES);
            out.writeNumberProperty("unranked", ranks[MOST_CHOICES]);
            out.writeName("tau_by_chain");
            double[] tau = new double[LONGEST_CHAIN];
            Arrays.setAll(tau, k -> chain(tape, k + 1));
            out.writeArray(tau, 0, LONGEST_CHAIN);
            out.writeName("widths");
            out.writeArray(widths, 0, widths.length);
            out.writeNumberProperty("tau_of_tree", tree(tape, widths));
            out.writeEndObject();
        }
        return text + System.lineSeparator();
    }

    private static int tokens(RankTape tape) {
        return tape.texts().stream().mapToInt(text -> text.positions().size()).sum();
    }

    /// Tokens by rank, last those that were none of the choices.
    private static int[] ranks(RankTape tape) {
        int[] ranks = new int[MOST_CHOICES + 1];
        tape.texts().forEach(text -> text.positions()
                .forEach(position -> ranks[position.rank() == RankTape.UNRANKED ? MOST_CHOICES : position.rank()]++));
        return ranks;
    }

    private static double chain(RankTape tape, int k) {
        return RankWalk.meanTau(tape, DraftOrder.chain(Drafter.MODEL, k));
    }

    private static double tree(RankTape tape, int... widths) {
        return RankWalk.meanTau(tape, DraftOrder.levels(Drafter.MODEL, widths));
    }
}
