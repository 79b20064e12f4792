package nmos.live.disk;

import java.io.IOException;

/// The best transport this machine permits of those that are wanted, and one line that says why it is that.
record Choice(Transport transport, String why) {
    static Choice of(DriveOptions options, Thread drive) {
        int depth = options.depth();
        return switch (options.method()) {
            case AUTO, IO_URING -> {
                try {
                    Transport ring = new RingTransport(depth, options.sqPoll());
                    yield new Choice(ring, "io_uring, direct, up to " + depth + " pieces in flight");
                } catch (IOException e) {
                    yield channel(options, drive, true, ": no io_uring: " + e.getMessage());
                }
            }
            case DIRECT -> channel(options, drive, true, " as asked");
            case BUFFERED -> channel(options, drive, false, " as asked");
            case MODELLED -> new Choice(new ModelledTransport(drive), "modelled as asked, no bytes are moved");
        };
    }

    private static Choice channel(DriveOptions options, Thread drive, boolean direct, String because) {
        return new Choice(
                new ChannelTransport(drive, direct, options.depth()),
                (direct ? "direct" : "buffered") + " channel reads by " + ChannelTransport.threads(options.depth())
                        + " threads" + because);
    }
}
