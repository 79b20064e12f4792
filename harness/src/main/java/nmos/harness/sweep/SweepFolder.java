package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.PointLine;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;

/// The folder of a sweep that is under way. A point is a line that is appended as it comes: a program that is killed leaves whole lines and perhaps
/// a torn one, which is taken away before the next is written.
final class SweepFolder implements AutoCloseable {
    private final Path path;
    private final Manifest manifest;
    private final FileChannel lines;

    private SweepFolder(Path path, Manifest manifest, FileChannel lines) {
        this.path = path;
        this.manifest = manifest;
        this.lines = lines;
    }

    /// Opens a folder that is there, for a sweep that was asked for: what one before it told is kept.
    ///
    /// @throws SweepException where the folder has another one
    static SweepFolder open(SweepLock lock, Manifest asked) throws IOException {
        Path path = lock.folder();
        FileChannel lines = FileChannel.open(
                path.resolve(SweepFile.POINTS), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (Files.exists(path.resolve(SweepFile.NAME))) {
                Optional<String> differs = SweepFile.manifest(path).differs(asked);
                if (differs.isPresent()) {
                    throw new SweepException(path + " holds a sweep of " + differs.get() + "; name another folder, or replace it with --force");
                }
            } else {
                // Before anything says that they are of this sweep.
                lines.truncate(0);
            }
            SweepFile.write(asked, path);
            dropTorn(lines);
            return new SweepFolder(path, asked, lines);
        } catch (IOException | RuntimeException refused) {
            lines.close();
            throw refused;
        }
    }

    /// Leaves off what is behind the last line's end.
    private static void dropTorn(FileChannel lines) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long end = lines.size();
        while (end > 0) {
            long from = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - from));
            while (block.hasRemaining() && lines.read(block, from + block.position()) >= 0) {
                // until the block is full
            }
            for (int at = block.position() - 1; at >= 0; at--) {
                if (block.get(at) == '\n') {
                    lines.truncate(from + at + 1).position(from + at + 1);
                    return;
                }
            }
            end = from;
        }
        lines.truncate(0);
    }

    /// What is told already.
    List<Point> points() throws IOException {
        return SweepFile.points(manifest, path);
    }

    /// Tells a point.
    synchronized void add(Point point) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(PointLine.text(manifest, point).getBytes(UTF_8));
        while (line.hasRemaining()) {
            lines.write(line);
        }
    }

    /// Writes all files anew, in the order of the grid. Nothing is added any more.
    void finish(Sweep sweep) throws IOException {
        close();
        SweepFile.write(sweep, path);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
