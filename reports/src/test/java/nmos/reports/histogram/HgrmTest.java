package nmos.reports.histogram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.reports.HandMade;
import nmos.reports.run.Run;
import nmos.reports.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HgrmTest {
    @TempDir
    Path folder;

    private String text(Hgrm of, Timeline timeline, int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(of.write(timeline, out)).isEqualTo(count);
        return out.toString(UTF_8);
    }

    @Test
    void timesAreInMillisecondsWithTheirPercentiles() throws IOException {
        HandMade.run(folder);
        Timeline timeline = Timeline.of(Run.read(folder));
        assertThat(text(Hgrm.TTFT_VERIFIED, timeline, 1)).contains("Value     Percentile TotalCount 1/(1-Percentile)", "0.005 1.000000000000");
        assertThat(text(Hgrm.ITL, timeline, 1)).contains("0.002 1.000000000000");
        assertThat(text(Hgrm.PASS, timeline, 1)).as("the pass over the prompt is none of decoding").contains("0.002 1.000000000000");
    }

    @Test
    void aRunWithoutTimesHasAnEmptyDistribution() throws IOException {
        RunReport told = HandMade.report(RunReport.Kind.MEASURED, "empty");
        new RunDirectory(folder).report(new RunReport(
                told.kind(), false, told.scenario(), 1, "laptop", told.policy(), told.resolved(), List.of(), null, null, null,
                told.linkBytes(), List.of()));
        HandMade.journal(folder, List.of());
        assertThat(text(Hgrm.TTFT_VERIFIED, Timeline.of(Run.read(folder)), 0)).contains("Total count    =            0");
    }

    @Test
    void eachHasAFileOfItsOwn() {
        assertThat(Hgrm.values()).extracting(of -> of.fileName).containsExactly("ttft_verified.hgrm", "itl.hgrm", "pass.hgrm");
    }
}
