package nmos.live.calibrate;

import java.util.concurrent.atomic.AtomicBoolean;
import nmos.live.device.PacedLink;
import nmos.world.run.Outcome;

/// A link that copies all the time, at its pace.
final class Copying implements BesideBench.Mover {
    private static final long CHUNK = 4L << 20;

    private final AtomicBoolean over = new AtomicBoolean();
    private final PacedLink.Copy copies;
    private final long room;
    private final PacedLink link;

    /// `room`: bytes of a transfer, which is made again and again.
    Copying(PacedLink.Copy copies, long room, long bytesPerSec) {
        this.copies = copies;
        this.room = room;
        link = new PacedLink("calibrate", 0, bytesPerSec, CHUNK);
        // Two are always asked for, so that the link never waits for us.
        copy();
        copy();
    }

    private void copy() {
        try {
            link.submit(PacedLink.WEIGHTS, room, 0, copies, (outcome, _) -> {
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
