package nmos.llamacpp;

import java.util.List;

/// A reply and when its pieces reached the parent, in nanoseconds since the request was sent.
///
/// A piece is the text of one token, or of several where single tokens hold no whole characters; llama.cpp does not say
/// the ids.
public record Generation(List<String> pieces, long[] pieceNs, long endNs) {
    public String text() {
        return String.join("", pieces);
    }
}
