package nmos.bench.stream;

import java.util.List;
import java.util.Locale;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import nmos.scenarios.machine.Machine;
import nmos.world.metrics.Pass;
import nmos.world.run.RunOutcome;

/// What a live run of one setting came to, beside the least time its slowest device needs for a pass.
record Streamed(
        double passSec,
        double spreadSec,
        double driveSec,
        double linkSec,
        double computeSec,
        double plannedMb,
        double passesRead,
        int passes) {
    private static final double NS = 1e9;
    private static final double MB = 1e6;
    /// Passes in which memory fills and code is compiled.
    private static final int WARM_UP = 2;

    /// `driveBytesPerSec`: what the drive was held to, or what it did alone in the same minutes.
    static Streamed of(LiveWorld world, LiveOutcome outcome, double driveBytesPerSec) {
        Facts facts = world.composition().facts();
        Plan plan = world.plan();
        List<Machine.Hop> hops = world.scenario().machine().hops();
        long drive = 0;
        long link = 0;
        long pinned = 0;
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            long bytes = facts.shards().get(shard).bytes();
            drive += plan.home()[shard] == 0 ? bytes : 0;
            pinned += plan.home()[shard] == 0 ? 0 : bytes;
            link += plan.home()[shard] < facts.top() && plan.compute()[shard] == facts.top() ? bytes : 0;
        }
        List<Pass> passes = outcome.run().passes();
        List<Long> decoding = passes.stream()
                .skip(WARM_UP)
                .filter(Pass::decode)
                .map(Pass::ns)
                .sorted()
                .toList();
        double median = at(decoding, .5);
        double readBytes = outcome.run().devices().getFirst().bytes() - pinned;
        double computeNs = outcome.run().devices().stream()
                .filter(device -> device.name().endsWith("compute"))
                .mapToLong(RunOutcome.Device::busyNs)
                .sum();
        return new Streamed(
                median / NS,
                (at(decoding, .75) - at(decoding, .25)) / NS,
                drive / driveBytesPerSec,
                link / (double) hops.getLast().bytesPerSecUp().value(),
                computeNs / passes.size() / NS,
                drive / MB,
                readBytes / drive,
                passes.size());
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }

    double reached() {
        return Math.max(driveSec, linkSec) / passSec;
    }

    static String header() {
        return "| setting | a pass, s | its quartiles apart | drive needs | link needs | computing took | slower of both reached |"
                + " planned MB a pass | passes made | passes' worth read |\n|---|---|---|---|---|---|---|---|---|---|";
    }

    String row(String setting) {
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.1f %% | %.1f | %d | %.2f |",
                setting, passSec, spreadSec, driveSec, linkSec, computeSec, reached() * 100, plannedMb, passes, passesRead);
    }
}
