package nmos.live.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 256 letters in which byte-level BPE spells bytes, so that a vocabulary of bytes is a list of printable strings:
/// GPT-2's `bytes_to_unicode`. Printable Latin-1 stands for itself, the other 68 bytes for U+0100 and up, in order.
final class ByteAlphabet {
    private static final char[] LETTER = new char[256];
    private static final int[] BYTE = new int[256 + 68];

    static {
        Arrays.fill(BYTE, -1);
        int spare = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            LETTER[b] = (char) (printable ? b : spare++);
            BYTE[LETTER[b]] = b;
        }
    }

    private ByteAlphabet() {}

    static char letter(byte value) {
        return LETTER[value & 0xff];
    }

    static String spell(byte[] bytes) {
        char[] letters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            letters[i] = letter(bytes[i]);
        }
        return new String(letters);
    }

    /// The bytes that a token spells; a character outside the alphabet stands for its own UTF-8.
    static byte[] bytes(String token) {
        var out = new ByteArrayOutputStream(token.length());
        token.codePoints().forEach(point -> {
            if (point < BYTE.length && BYTE[point] >= 0) {
                out.write(BYTE[point]);
            } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }
}
