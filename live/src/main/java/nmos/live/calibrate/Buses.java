package nmos.live.calibrate;

import java.util.List;
import nmos.scenarios.machine.Bus;

/// What a hop could be running over, by how fast it is: the system does not tell.
final class Buses {
    /// As [Bus] reads them, slowest first.
    static final List<Bus> KNOWN = List.of(
            pcie("3.0", 984_615_384, 4),
            pcie("4.0", 1_969_230_769, 4),
            pcie("5.0", 3_938_461_538L, 4),
            pcie("4.0", 1_969_230_769, 16),
            pcie("5.0", 3_938_461_538L, 16),
            pcie("6.0", 7_562_500_000L, 16));

    private Buses() {}

    private static Bus pcie(String version, long laneBytesPerSec, int lanes) {
        return new Bus("pcie " + version + " x" + lanes, laneBytesPerSec * lanes);
    }

    /// The slowest that carries that much; the fastest where none does.
    static Bus carrying(long bytesPerSec) {
        return KNOWN.stream()
                .filter(bus -> bus.bytesPerSec() >= bytesPerSec)
                .findFirst()
                .orElse(KNOWN.getLast());
    }
}
