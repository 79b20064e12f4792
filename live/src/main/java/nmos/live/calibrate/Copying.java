package nmos.live.calibrate;

import java.util.concurrent.atomic.AtomicBoolean;
import nmos.live.device.PacedLink;
import nmos.world.run.Outcome;

/// A link that copies all the time, at its pace.
final class Copying implements BesideBench.Mover {
    private static final long CHUNK = 4L << 20;

    private final AtomicBoolean over = new AtomicBoolean();
    private final CopyBench copies;
    private final PacedLink link;

    Copying(CopyBench copies, long bytesPerSec) {
        this.copies = copies;
        link = new PacedLink("calibrate", 0, bytesPerSec, CHUNK);
        // Two are always asked for, so that the link never waits for us.
        copy();
        copy();
    }

    private void copy() {
        try {
            link.submit(PacedLink.WEIGHTS, copies.room(), 0, copies::copy, (outcome, _) -> {
                if (outcome == Outcome.DONE && !over.get()) {
                    copy();
                }
            });
        } catch (IllegalStateException _) {
            // it was closed meanwhile
        }
    }

    @Override
    public long bytes() {
        return link.bytes();
    }

    @Override
    public void close() {
        over.set(true);
        link.close();
    }
}
