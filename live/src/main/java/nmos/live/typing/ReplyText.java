package nmos.live.typing;

import java.util.ArrayList;
import java.util.List;
import nmos.live.tokens.StreamDecoder;
import nmos.live.tokens.Tokenizer;

/// The text of a reply as a person sees it: it grows by tokens, and shrinks when tokens that were shown unverified are taken
/// back. Characters appear once they are whole. For one thread.
public final class ReplyText {
    /// What a terminal or a page does to follow: take `erased` code points from the end of the reply, then put `added`. A
    /// terminal that erases by columns has to look at how wide they are.
    public record Change(int erased, String added) {}

    private record Shown(int id, int textLength) {}

    private final Tokenizer tokenizer;
    private final StringBuilder text = new StringBuilder();
    private final List<Shown> tokens = new ArrayList<>();
    private StreamDecoder decoder;
    private boolean ended;

    public ReplyText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        decoder = new StreamDecoder(tokenizer);
    }

    public Change add(int... ids) {
        requireGoingOn();
        int from = text.length();
        for (int id : ids) {
            text.append(decoder.next(id));
            tokens.add(new Shown(id, text.length()));
        }
        return new Change(0, text.substring(from));
    }

    /// Takes back the last `count` tokens.
    public Change retract(int count) {
        requireGoingOn();
        if (count < 0 || count > tokens.size()) {
            throw new IllegalArgumentException(count + " tokens to retract, and " + tokens.size() + " are shown");
        }
        int left = tokens.size() - count;
        tokens.subList(left, tokens.size()).clear();
        int length = left == 0 ? 0 : tokens.get(left - 1).textLength();
        int erased = text.codePointCount(length, text.length());
        text.setLength(length);
        decoder = decoderAfter(left);
        return new Change(erased, "");
    }

    /// A decoder holds nothing after an ASCII byte, so only the tokens after the last of those are read again.
    private StreamDecoder decoderAfter(int count) {
        int from = count;
        while (from > 0 && !endsInAscii(tokens.get(from - 1).id())) {
            from--;
        }
        var again = new StreamDecoder(tokenizer);
        for (Shown token : tokens.subList(from, count)) {
            again.next(token.id()); // its text is there
        }
        return again;
    }

    private boolean endsInAscii(int id) {
        byte[] bytes = tokenizer.bytes(id);
        return bytes.length > 0 && bytes[bytes.length - 1] >= 0;
    }

    /// The reply is whole. U+FFFD stands for a character that was never finished.
    public Change end() {
        requireGoingOn();
        ended = true;
        String last = decoder.end();
        text.append(last);
        return new Change(0, last);
    }

    public String text() {
        return text.toString();
    }

    public int tokens() {
        return tokens.size();
    }

    private void requireGoingOn() {
        if (ended) {
            throw new IllegalStateException("the reply has ended");
        }
    }
}
