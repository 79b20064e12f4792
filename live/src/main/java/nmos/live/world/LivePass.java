package nmos.live.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import nmos.live.draft.TokenTree;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.world.run.PassRun;

/// A pass with its tokens: one row for each token of a prompt, one for the last known token of a reply and one for each node of
/// its tree. Made on the loop thread before anything is computed, and not changed after.
final class LivePass {
    private static final int[] NOTHING = {};

    private final PassRows rows;
    /// Rows whose logits are wanted.
    private final int[] wanted;
    private final IdentityHashMap<PassRun.Part, Place> places = new IdentityHashMap<>();

    /// Where a part's rows begin, and where its logits do among those that are wanted. `prompt`: what a reply is wanted to, as
    /// it was when the pass began; the person may have changed it since.
    record Place(int firstRow, int firstWanted, int[] prompt) {}

    LivePass(PassRun pass, Texts texts, Kv kv) {
        int count = pass.rows();
        int[] tokens = new int[count];
        int[] parents = new int[count];
        Past[] pasts = new Past[count];
        List<Integer> asked = new ArrayList<>();
        int row = 0;
        for (PassRun.Part part : pass.parts) {
            places.put(part, new Place(row, asked.size(), prompt(part, texts)));
            int first = row;
            switch (part) {
                case PassRun.Part.Prompt prompt -> {
                    for (int token : texts.tokens(prompt.session(), prompt.from(), prompt.to())) {
                        tokens[row] = token;
                        parents[row] = row == first ? PassRows.ROOT : row - 1;
                        row++;
                    }
                    if (prompt.logits()) {
                        asked.add(row - 1);
                    }
                }
                case PassRun.Part.Tree tree -> {
                    TokenTree nodes = ((LiveGuess) tree.guess()).nodes();
                    tokens[row] = texts.last(tree.session());
                    parents[row] = PassRows.ROOT;
                    asked.add(row);
                    row++;
                    for (int node = 0; node < tree.nodes(); node++) {
                        tokens[row] = nodes.token(node);
                        parents[row] = first + 1 + nodes.parent(node);
                        asked.add(row);
                        row++;
                    }
                }
            }
            Arrays.fill(pasts, first, row, kv.past(part.session()));
        }
        rows = new PassRows(tokens, parents, pasts);
        wanted = asked.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] prompt(PassRun.Part part, Texts texts) {
        return part instanceof PassRun.Part.Prompt prompt && prompt.logits()
                ? texts.tokens(prompt.session(), 0, prompt.to())
                : NOTHING;
    }

    PassRows rows() {
        return rows;
    }

    int[] wanted() {
        return wanted;
    }

    Place place(PassRun.Part part) {
        Place place = places.get(part);
        if (place == null) {
            throw new IllegalStateException("a part of another pass");
        }
        return place;
    }
}
