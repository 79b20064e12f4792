package nmos.harness.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.journal.RunReport;
import org.jspecify.annotations.Nullable;

/// What a difference between a simulated and a measured run comes from, where the runs themselves tell: capacities by what was
/// kept where, speeds by bytes over busy time, guesses by what was accepted.
final class Diagnosis {
    private static final double MUCH = 0.05;
    /// Tokens a pass yields vary with the text.
    private static final double MANY_TOKENS = 0.1;

    private Diagnosis() {}

    static List<String> of(RunReport simulated, RunReport measured) {
        List<String> found = new ArrayList<>();
        RunReport.Summary left = simulated.summary();
        RunReport.Summary right = measured.summary();
        if (left == null || right == null) {
            return found;
        }
        capacities(found, simulated, measured);
        left.resources().forEach((name, here) -> {
            RunReport.Resource there = right.resources().get(name);
            if (there != null) {
                speed(found, name, here, there);
            }
        });
        if (left.tauMean() != null && right.tauMean() != null) {
            double was = left.tauMean().doubleValue();
            double is = right.tauMean().doubleValue();
            if (differ(was, is, MANY_TOKENS)) {
                found.add(String.format(Locale.ROOT,
                        "acceptance: a pass was simulated to yield %.2f tokens and yielded %.2f: the scenario's acceptance is not that"
                                + " of these models on this text; nmos model tape records it",
                        was, is));
            }
        }
        return found;
    }

    /// Shards that rest elsewhere than they were simulated to.
    private static void capacities(List<String> found, RunReport simulated, RunReport measured) {
        List<RunReport.ShardPlace> was = simulated.resolved().shards();
        List<RunReport.ShardPlace> is = measured.resolved().shards();
        if (was.size() != is.size()) {
            found.add("model: simulated with " + was.size() + " shards and measured with " + is.size());
            return;
        }
        int elsewhere = 0;
        long simulatedBytes = 0;
        long measuredBytes = 0;
        for (int shard = 0; shard < was.size(); shard++) {
            if (!was.get(shard).home().equals(is.get(shard).home())
                    || !was.get(shard).compute().equals(is.get(shard).compute())) {
                elsewhere++;
                simulatedBytes += streamed(was.get(shard));
                measuredBytes += streamed(is.get(shard));
            }
        }
        if (elsewhere > 0) {
            found.add(String.format(Locale.ROOT,
                    "capacity: %d of %d shards rest elsewhere than simulated (%.0f MB of them to be moved in each pass, simulated %.0f): a"
                            + " tier's capacity, or what is taken of it, is not as the machine file says",
                    elsewhere, was.size(), measuredBytes / 1e6, simulatedBytes / 1e6));
        }
    }

    private static long streamed(RunReport.ShardPlace shard) {
        return shard.home().equals(shard.compute()) ? 0 : shard.bytes();
    }

    private static void speed(List<String> found, String name, RunReport.Resource simulated, RunReport.Resource measured) {
        Double was = rate(simulated);
        Double is = rate(measured);
        if (was != null && is != null && differ(was, is, MUCH)) {
            found.add(String.format(Locale.ROOT,
                    "bandwidth: %s was simulated at %.3g GB/s and did %.3g GB/s while busy: the machine file's speed is not this one's",
                    name, was / 1e9, is / 1e9));
        } else if (was == null && is == null && differ((double) simulated.busyNs(), (double) measured.busyNs(), MUCH)) {
            found.add(String.format(Locale.ROOT,
                    "work: %s was simulated to be busy for %.2f s and was for %.2f s",
                    name, simulated.busyNs() / 1e9, measured.busyNs() / 1e9));
        }
    }

    private static @Nullable Double rate(RunReport.Resource resource) {
        Long bytes = resource.bytes();
        return bytes == null || bytes == 0 || resource.busyNs() == 0 ? null : bytes * 1e9 / resource.busyNs();
    }

    private static boolean differ(double was, double is, double share) {
        return Math.abs(was - is) > share * Math.max(Math.abs(is), 1e-9);
    }
}
