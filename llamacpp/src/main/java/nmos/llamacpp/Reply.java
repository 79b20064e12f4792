package nmos.llamacpp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What the child answers: pieces come any number at a time and end with one of the others.
sealed interface Reply {
    /// `ns`: since the child took the request.
    record Piece(String text, long ns) implements Reply {}

    record Done(long ns) implements Reply {}

    record Ids(int[] ids) implements Reply {}

    record Text(String text) implements Reply {}

    record Failed(String cause) implements Reply {}

    default void write(DataOutputStream out) throws IOException {
        switch (this) {
            case Piece(String text, long ns) -> {
                out.writeByte('P');
                Wire.writeText(out, text);
                out.writeLong(ns);
            }
            case Done(long ns) -> {
                out.writeByte('O');
                out.writeLong(ns);
            }
            case Ids(int[] ids) -> {
                out.writeByte('I');
                Wire.writeIds(out, ids);
            }
            case Text(String text) -> {
                out.writeByte('T');
                Wire.writeText(out, text);
            }
            case Failed(String cause) -> {
                out.writeByte('F');
                Wire.writeText(out, cause);
            }
        }
        out.flush();
    }

    static Reply read(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case 'P' -> new Piece(Wire.readText(in), in.readLong());
            case 'O' -> new Done(in.readLong());
            case 'I' -> new Ids(Wire.readIds(in));
            case 'T' -> new Text(Wire.readText(in));
            case 'F' -> new Failed(Wire.readText(in));
            default -> throw new IOException("unknown reply " + tag);
        };
    }
}
