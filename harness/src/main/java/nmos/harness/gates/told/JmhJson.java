package nmos.harness.gates.told;

import java.util.List;
import nmos.harness.gates.ChildJvm;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.Speed;
import nmos.harness.gates.SpeedGate;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Measured speeds as JMH writes its results, for the programs that show those: a benchmark for each build and scenario, a fork for each
/// JVM, whose one iteration is the fastest of its plays. JMH did not make them.
public final class JmhJson {
    private static final double CONFIDENCE = 0.999;
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};
    private static final double NS_PER_MS = 1e6;
    /// The JMH whose form this is.
    private static final String FORM = "1.37";
    /// What JMH says of the time of something that is done once, however long that takes.
    private static final String ONCE = "single-shot";

    private JmhJson() {}

    public static String text(List<GateResult> results) {
        ArrayNode all = GatesJson.JSON.createArrayNode();
        for (GateResult result : results) {
            for (Speed speed : result.speeds()) {
                add(all, "base", speed.scenario(), speed.baseNs());
                add(all, "head", speed.scenario(), speed.headNs());
            }
        }
        return GatesJson.JSON.writeValueAsString(all) + "\n";
    }

    private static void add(ArrayNode all, String build, String scenario, List<Long> ns) {
        DescriptiveStatistics ms = new DescriptiveStatistics(ns.stream().mapToDouble(time -> time / NS_PER_MS).toArray());
        ObjectNode one = all.addObject()
                .put("jmhVersion", FORM)
                .put("benchmark", "nmos.bench.simulate." + build)
                .put("mode", "ss")
                .put("threads", 1)
                .put("forks", ns.size())
                .put("jvm", ChildJvm.java().toString());
        ArrayNode arguments = one.putArray("jvmArgs");
        SpeedGate.jvmArguments().forEach(arguments::add);
        one.put("jdkVersion", System.getProperty("java.version"))
                .put("vmName", System.getProperty("java.vm.name"))
                .put("vmVersion", System.getProperty("java.vm.version"))
                .put("warmupIterations", SpeedGate.PLAYS_BEFORE)
                .put("warmupTime", ONCE)
                .put("warmupBatchSize", 1)
                .put("measurementIterations", 1)
                .put("measurementTime", ONCE)
                .put("measurementBatchSize", 1);
        one.putObject("params").put("scenario", scenario);
        ObjectNode metric = one.putObject("primaryMetric").put("score", ms.getMean());
        double error = error(ms);
        metric.put("scoreError", error);
        metric.putArray("scoreConfidence").add(ms.getMean() - error).add(ms.getMean() + error);
        ObjectNode percentiles = metric.putObject("scorePercentiles");
        for (double percent : PERCENTILES) {
            percentiles.put(Double.toString(percent), percent == 0 ? ms.getMin() : ms.getPercentile(percent));
        }
        metric.put("scoreUnit", "ms/op");
        ArrayNode forks = metric.putArray("rawData");
        ns.forEach(time -> forks.addArray().add(time / NS_PER_MS));
        one.putObject("secondaryMetrics");
    }

    /// Half the interval of the mean.
    private static double error(DescriptiveStatistics values) {
        long n = values.getN();
        return n < 2
                ? 0
                : new TDistribution(n - 1.0).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2) * values.getStandardDeviation()
                        / Math.sqrt((double) n);
    }
}
