package nmos.policy.anticipation;

/// Like [Prefill], and begins the reply when the person pauses: either the prompt is complete as it stands, or the draft
/// completes it. What was begun is shown only if the submitted prompt is the predicted one, token for token.
///
/// A pause that ends with a submit saves what was computed in it. One that ends with a keystroke has cost a pass, which matters
/// only if the submit finds it still in flight.
final class Predict extends Prefill {
    private final int predictTokens;

    Predict(int predictTokens) {
        this.predictTokens = predictTokens;
    }

    @Override
    public int replyAfter(Typing typing) {
        if (!typing.paused()) {
            return WAIT;
        }
        long passNs = typing.promptNs(Math.max(1, typing.total() - typing.computed()));
        if (worth(typing, Math.min(passNs, typing.submitDelayNs()), typing.pauseEndsPpm(), passNs)) {
            return 0;
        }
        // A pause that seldom is the last: the prompt goes on, and the draft may know how.
        return predictTokens > 0 ? predictTokens : WAIT;
    }

    @Override
    public boolean believes(Typing typing, int chancePpm) {
        long passNs = typing.promptNs(Math.max(1, typing.total() - typing.computed()));
        return worth(typing, passNs, chancePpm, passNs);
    }
}
