package nmos.live.tokens;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of one model: spelling, kind and role of each id.
public final class Vocabulary {
    /// Tokens that end a turn whatever the file calls them, as in llama.cpp: files often mark them as plain text.
    private static final List<String> ENDS = List.of(
            "<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|eom_id|>", "< EOT >", "_<EOT>");

    private final String algorithm;
    private final String[] tokens;
    private final TokenKind[] kinds;
    private final Map<String, Integer> idByText;
    private final BitSet ends = new BitSet();
    private final int bos;
    private final int eos;

    /// `algorithm` is what two vocabularies must share beside their tokens, as errors name it.
    Vocabulary(String algorithm, TokenizerModel model) {
        this.algorithm = algorithm;
        tokens = model.tokens();
        bos = model.ids().bos();
        eos = model.ids().eos();
        kinds = new TokenKind[tokens.length];
        idByText = HashMap.newHashMap(tokens.length);
        for (int id = 0; id < tokens.length; id++) {
            kinds[id] = model.types().length == 0 ? TokenKind.NORMAL : TokenKind.of(model.types()[id]);
            idByText.put(tokens[id], id); // of two tokens with one spelling the last is found, as in llama.cpp
        }
        for (String text : ENDS) {
            int id = id(text);
            if (id != TokenizerModel.NONE) {
                ends.set(id);
                kinds[id] = TokenKind.CONTROL;
            }
        }
        for (int id : new int[] {eos, model.ids().eot(), model.ids().eom()}) {
            if (id != TokenizerModel.NONE) {
                ends.set(id);
            }
        }
    }

    public int size() {
        return tokens.length;
    }

    /// As the file spells it: `▁` for a space in SPM, the 256-letter byte alphabet in BPE.
    public String text(int id) {
        return tokens[check(id)];
    }

    public TokenKind kind(int id) {
        return kinds[check(id)];
    }

    /// The token with exactly this spelling, or [TokenizerModel#NONE].
    public int id(String text) {
        return idByText.getOrDefault(text, TokenizerModel.NONE);
    }

    /// Start of text, or [TokenizerModel#NONE].
    public int bos() {
        return bos;
    }

    /// End of text, or [TokenizerModel#NONE].
    public int eos() {
        return eos;
    }

    /// Whether a reply is over once the model says this.
    public boolean endsGeneration(int id) {
        return ends.get(check(id));
    }

    /// Whether tokens of one model can be proposed to the other: the same vocabulary, or one that differs by padding at
    /// its end (Qwen2.5 pads 151,665 tokens to 151,936 rows in small models and to 152,064 in large ones).
    public static boolean compatible(Vocabulary oracle, Vocabulary draft) {
        return difference(oracle, draft).isEmpty();
    }

    /// Why two models cannot share tokens, naming the first difference; empty where they can.
    public static Optional<String> difference(Vocabulary oracle, Vocabulary draft) {
        if (!oracle.algorithm.equals(draft.algorithm)) {
            return Optional.of("the oracle's tokenizer is " + oracle.algorithm + ", the draft's " + draft.algorithm);
        }
        if (oracle.bos != draft.bos || oracle.eos != draft.eos) {
            return Optional.of("the oracle starts and ends text with tokens " + oracle.bos + " and " + oracle.eos
                    + ", the draft with " + draft.bos + " and " + draft.eos);
        }
        int common = Math.min(oracle.size(), draft.size());
        for (int id = 0; id < common; id++) {
            if (!oracle.tokens[id].equals(draft.tokens[id]) && !(oracle.padding(id) && draft.padding(id))) {
                return Optional.of("token " + id + " is '" + oracle.tokens[id] + "' for the oracle and '"
                        + draft.tokens[id] + "' for the draft");
            }
        }
        Vocabulary longer = oracle.size() > draft.size() ? oracle : draft;
        for (int id = common; id < longer.size(); id++) {
            if (!longer.padding(id)) {
                return Optional.of("the oracle has " + oracle.size() + " tokens and the draft " + draft.size()
                        + ", and token " + id + " '" + longer.tokens[id] + "' is no padding");
            }
        }
        return Optional.empty();
    }

    private boolean padding(int id) {
        return kinds[id] == TokenKind.UNUSED || tokens[id].equals("[PAD" + id + "]");
    }

    private int check(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException("token " + id + " is outside the vocabulary of " + tokens.length);
        }
        return id;
    }
}
