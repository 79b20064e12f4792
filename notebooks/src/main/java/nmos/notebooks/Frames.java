package nmos.notebooks;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import nmos.journal.RunReport;
import nmos.reports.run.Run;
import nmos.reports.timeline.Breakdown;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import org.dflib.DataFrame;
import org.dflib.builder.DataFrameArrayAppender;
import org.jspecify.annotations.Nullable;

/// What run directories hold, as data frames. Columns name their unit; what was not measured or does not apply is null.
public final class Frames {
    private static final double MS = 1e6;
    private static final double SEC = 1e9;
    private static final double GB = 1e9;
    private static final double PERCENT = 100;

    private Frames() {}

    /// A row for each run: what it came to, and what physics would have allowed.
    public static DataFrame headline(SequencedMap<String, Run> runs) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("run", "kind", "tokens/s", "first token, s", "a pass, s", "tokens a pass",
                "bound, tokens/s", "reached, %", "limited by").appender();
        runs.forEach((label, run) -> {
            RunReport.Summary summary = run.summary();
            RunReport.Bound bound = run.bound();
            rows.append(label,
                    run.kind().name().toLowerCase(Locale.ROOT),
                    summary == null ? null : number(summary.tokensPerSecond()),
                    summary == null || summary.ttftVerified() == null ? null : summary.ttftVerified().p50Ns() / SEC,
                    summary == null || summary.pass() == null ? null : summary.pass().p50Ns() / SEC,
                    summary == null ? null : number(summary.tauMean()),
                    bound == null ? null : number(bound.tokensPerSecond()),
                    bound == null ? null : scaled(bound.reached(), PERCENT),
                    bound == null ? null : bound.limitedBy());
        });
        return rows.toDataFrame();
    }

    /// A row for each shard: where it rests between passes, and where it is computed.
    public static DataFrame shards(Run run) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("shard", "GB", "rests in", "computed in").appender();
        run.resolved().shards().forEach(shard -> rows.append(shard.name(), shard.bytes() / GB, shard.home(), shard.compute()));
        return rows.toDataFrame();
    }

    /// A row for each way that bytes go up, with the speed that the machine file gives it.
    public static DataFrame ways(Run run) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("way", "GB/s", "latency, ms", "depth").appender();
        run.resolved().hops().forEach(hop ->
                rows.append(hop.name(), hop.bytesPerSecUp() / GB, hop.latencyNs() / MS, hop.depth()));
        return rows.toDataFrame();
    }

    /// A row for each device, over the whole run. Of possible: bytes moved over what could have moved while busy. Waited for: time
    /// computing stood still for it.
    public static DataFrame devices(Run run) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("device", "busy, s", "moved, GB", "of possible, %", "waited for, s").appender();
        RunReport.Summary summary = run.summary();
        if (summary != null) {
            summary.resources().forEach((name, device) -> {
                Long waitedNs = summary.stallNs().get(name);
                Long bytes = device.bytes();
                rows.append(name, device.busyNs() / SEC, bytes == null ? null : bytes / GB,
                        scaled(device.achievedOfPossible(), PERCENT), waitedNs == null ? null : waitedNs / SEC);
            });
        }
        return rows.toDataFrame();
    }

    /// A row for each turn that was answered: what the time from its submit to its last token went to. Each moment counts once, for
    /// computing where anything is computed, else for the draft, the drive, a link.
    ///
    /// @throws IOException where the run has no journal, or a damaged one
    public static DataFrame timeWent(Run run) throws IOException {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("turn", "tokens", "first token, s", "whole, s", "computing, s", "drafting, s",
                "drive, s", "link, s", "none of these, s").appender();
        for (Turn turn : Timeline.of(run).turns()) {
            Long firstNs = turn.ttftVerifiedNs();
            if (turn.over() && firstNs != null) {
                Breakdown went = turn.toEnd();
                rows.append(turn.index() + 1, turn.tokens(), firstNs / SEC, (turn.endNs() - turn.submitNs()) / SEC, went.computeNs() / SEC,
                        went.draftNs() / SEC, went.driveNs() / SEC, went.linkNs() / SEC, went.idleNs() / SEC);
            }
        }
        return rows.toDataFrame();
    }

    /// A row for each figure of a validation, medians over its repetitions. Noise is half the range of the measurements, null where there is
    /// only one.
    public static DataFrame figures(Validation validation) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("figure", "unit", "simulated", "measured", "error, %", "noise, \u00b1 %", "origin")
                .appender();
        for (Figure figure : validation.figures()) {
            double measured = figure.measuredMedian();
            boolean shares = Double.isFinite(figure.errorShare());
            rows.append(figure.name(), figure.unit().label, figure.simulatedMedian(), measured,
                    shares ? figure.errorShare() * PERCENT : null,
                    figure.measured().size() < 2 || measured == 0 ? null : figure.noise() / Math.abs(measured) * PERCENT,
                    switch (figure.origin()) {
                        case PREDICTED -> "predicted";
                        case FITTED -> "fitted";
                    });
        }
        return rows.toDataFrame();
    }

    /// A row for each thing that was timed on its own, before and after what is compared. A speed of nothing is one that could not be timed,
    /// as where a file is too small.
    public static DataFrame floors(Validation validation) {
        DataFrameArrayAppender rows = DataFrame.byArrayRow("what", "before, GB/s", "after, GB/s", "held to, GB/s").appender();
        List<Validation.Floor> floors = validation.host().floors();
        floors.forEach(floor -> {
            Double paced = floor.pacedBytesPerSec();
            rows.append(floor.what(), timed(floor.beforeBytesPerSec()), timed(floor.afterBytesPerSec()), paced == null ? null : paced / GB);
        });
        return rows.toDataFrame();
    }

    private static @Nullable Double timed(double bytesPerSec) {
        return bytesPerSec > 0 ? bytesPerSec / GB : null;
    }

    private static @Nullable Double number(@Nullable BigDecimal figure) {
        return scaled(figure, 1);
    }

    private static @Nullable Double scaled(@Nullable BigDecimal figure, double by) {
        return figure == null ? null : figure.doubleValue() * by;
    }
}
