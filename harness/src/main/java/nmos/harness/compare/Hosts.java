package nmos.harness.compare;

import nmos.live.calibrate.Here;

/// What this machine is, for a reader elsewhere.
final class Hosts {
    private Hosts() {}

    static Comparison.Host here(int threads, double loadBefore, String measuredAt) {
        return new Comparison.Host(
                Here.processorName(),
                Runtime.getRuntime().availableProcessors(),
                threads,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                loadBefore,
                measuredAt);
    }
}
