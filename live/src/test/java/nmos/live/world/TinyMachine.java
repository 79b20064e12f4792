package nmos.live.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A machine for a model of a megabyte, as a machine file. `ramBytes` 0: there is none, storage is next to the GPU's memory.
record TinyMachine(long ramBytes, long vramBytes, boolean ramComputes, long linkBytesPerSec) {
    private static final long PLENTY = 40_000_000;

    /// Room for everything; what rests where is for the placement to say.
    static final TinyMachine ROOMY = new TinyMachine(PLENTY, PLENTY, false, 1_000_000_000);

    static final TinyMachine HYBRID = new TinyMachine(PLENTY, PLENTY, true, 200_000_000);

    static final TinyMachine TWO_TIERS = new TinyMachine(0, PLENTY, false, 0);

    boolean twoTiers() {
        return ramBytes == 0;
    }

    /// To a file of that folder.
    Path write(Path folder) {
        try {
            return Files.writeString(folder.resolve("machine.yaml"), yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml() {
        StringBuilder out = new StringBuilder("name: tiny\nabout: for a model of a megabyte\ncores: " + assumed("2")
                + "\nhostOverheadPerCommand: " + assumed("0 us") + "\ntiers:\n");
        tier(out, "ssd", 100_000_000_000L, "");
        if (!twoTiers()) {
            tier(out, "ram", ramBytes, ramComputes ? "cpu" : "");
        }
        tier(out, "vram", vramBytes, "gpu");
        out.append("hops:\n");
        hop(out, "nvme", "1 GB/s", "80 us", 8);
        if (!twoTiers()) {
            hop(out, "link", linkBytesPerSec / 1e9 + " GB/s", "10 us", 1);
        }
        return out.toString();
    }

    private static void tier(StringBuilder out, String name, long bytes, String device) {
        out.append("  - name: ").append(name)
                .append("\n    capacity: ").append(assumed(bytes + " B"))
                .append("\n    taken: ").append(assumed("0 B")).append('\n');
        if (!device.isEmpty()) {
            out.append("    device:\n      name: small\n      kind: ").append(device)
                    .append("\n      bandwidth: ").append(assumed("10 GB/s"))
                    .append("\n      peak: ").append(assumed("50 Gop/s"))
                    .append("\n      efficiency: ").append(assumed("80 %")).append('\n');
        }
    }

    private static void hop(StringBuilder out, String name, String speed, String latency, int depth) {
        out.append("  - name: ").append(name)
                .append("\n    bus: pcie 3.0 x4\n    bandwidth: ").append(assumed(speed))
                .append("\n    bandwidthDown: ").append(assumed(speed))
                .append("\n    latency: ").append(assumed(latency))
                .append("\n    depth: ").append(assumed(String.valueOf(depth)))
                .append("\n    memory: pinned\n");
    }

    private static String assumed(String value) {
        return "{value: " + value + ", kind: assumed, source: \"a test\"}";
    }
}
