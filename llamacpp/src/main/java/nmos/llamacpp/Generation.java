package nmos.llamacpp;

import java.util.List;

/// A reply and when llama.cpp gave its pieces and came to its end, in nanoseconds by the child's own clock since it took the
/// request: the way between the processes is in none of them.
///
/// A piece is the text of one token, or of several where single tokens hold no whole characters; llama.cpp does not say
/// the ids.
public record Generation(List<String> pieces, long[] pieceNs, long endNs) {
    public String text() {
        return String.join("", pieces);
    }
}
