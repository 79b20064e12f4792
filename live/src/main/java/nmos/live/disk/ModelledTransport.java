package nmos.live.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Moves nothing: a piece lands when it is submitted, and the line alone says when it is over.
final class ModelledTransport extends LandingTransport {
    ModelledTransport(Thread drive) {
        super(drive);
    }

    @Override
    public IoMethod method() {
        return IoMethod.MODELLED;
    }

    @Override
    public Handle open(Path path) throws IOException {
        return new Handle.Size(Files.size(path));
    }

    @Override
    public Handle create(Path path, long bytes) {
        return new Handle.Size(Span.whole(bytes, Span.BLOCK));
    }

    @Override
    public void submit(Piece piece) {
        piece.result = piece.missing();
        piece.landedNs = piece.submittedNs;
        landed(piece);
    }

    @Override
    public void close() {}
}
