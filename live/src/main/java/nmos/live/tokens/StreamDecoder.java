package nmos.live.tokens;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The text of a reply as its tokens arrive: the bytes of a character that the next token may finish are held back.
///
/// The pieces put together equal the whole decoded at once, save that a first space is kept: a reply continues a text.
public final class StreamDecoder {
    private static final int LONGEST_CHARACTER = 4;

    private final Tokenizer tokenizer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] held = {};

    public StreamDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// The characters that this token completes; empty while a character is in pieces.
    public String next(int id) {
        byte[] bytes = tokenizer.bytes(id);
        ByteBuffer in = ByteBuffer.allocate(held.length + bytes.length).put(held).put(bytes).flip();
        return decode(in, false);
    }

    /// What is left when the reply ends: U+FFFD for a character that was never finished, else nothing.
    public String end() {
        String last = decode(ByteBuffer.wrap(held), true);
        decoder.reset();
        return last;
    }

    private String decode(ByteBuffer in, boolean end) {
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER);
        decoder.decode(in, out, end);
        if (end) {
            decoder.flush(out);
        }
        held = new byte[in.remaining()];
        in.get(held);
        return out.flip().toString();
    }
}
