package nmos.reports.histogram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.stream.LongStream;
import nmos.journal.RunReport;
import nmos.reports.run.Run;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Work;
import org.HdrHistogram.Histogram;

/// The distribution of one kind of time in a run, in ms, as HdrHistogram's percentile plotters read it: a `.hgrm` file.
///
/// Of all turns, those of a warm-up too, which a run's report does not tell apart and its percentiles leave out.
public enum Hgrm {
    /// Submit to first verified token.
    TTFT_VERIFIED("ttft_verified"),
    /// Between tokens.
    ITL("itl"),
    /// Passes that were not abandoned and decode: all that are not of prompts alone.
    PASS("pass");

    private static final double NS_PER_MS = 1e6;
    private static final int DIGITS = 3;
    private static final int TICKS_PER_HALF = 5;

    /// What the file is called in a run's folder.
    public final String fileName;

    Hgrm(String name) {
        fileName = name + ".hgrm";
    }

    /// Writes the distribution and leaves `out` open. Answers how many times were counted: of none it writes an empty one.
    public long write(Timeline timeline, OutputStream out) throws IOException {
        Histogram histogram = new Histogram(DIGITS);
        times(timeline).map(ns -> Math.clamp(ns, 0, Long.MAX_VALUE / 4)).forEach(histogram::recordValue);
        PrintStream text = new PrintStream(out, false, UTF_8);
        histogram.outputPercentileDistribution(text, TICKS_PER_HALF, NS_PER_MS);
        text.flush();
        if (text.checkError()) {
            throw new IOException(fileName + " could not be written");
        }
        return histogram.getTotalCount();
    }

    private LongStream times(Timeline timeline) {
        Run run = timeline.run();
        return switch (this) {
            case TTFT_VERIFIED -> run.turns().stream()
                    .flatMapToLong(turn -> turn.ttftVerifiedNs() == null ? LongStream.empty() : LongStream.of(turn.ttftVerifiedNs()));
            case ITL -> run.turns().stream().map(RunReport.Turn::itlNs).flatMapToLong(itl -> itl.stream().mapToLong(Long::longValue));
            case PASS -> timeline.passes().stream()
                    .filter(work -> work.ending() == Work.Ending.DONE
                            && work.what() instanceof Work.What.Pass pass
                            && pass.rows() > pass.promptRows())
                    .mapToLong(Work::ns);
        };
    }
}
