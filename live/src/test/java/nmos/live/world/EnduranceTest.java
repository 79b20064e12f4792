package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Turn after turn in one process takes no more of it than the first few did. `-Dnmos.turns=N` for a longer life.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EnduranceTest {
    private static final int SESSIONS = 4;
    private static final long MB = 1 << 20;

    @TempDir
    Path folder;

    /// What the process has taken.
    private record Taken(long heapBytes, long residentBytes, int threads, int descriptors) {
        static Taken now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            try (var status = Files.lines(Path.of("/proc/self/status"))) {
                long kb = status.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow();
                String[] descriptors = new java.io.File("/proc/self/fd").list();
                return new Taken(
                        heap,
                        kb * 1024,
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        descriptors == null ? 0 : descriptors.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Looks implements RunWatch {
        private final int early;
        private final int late;
        private Taken first = new Taken(0, 0, 0, 0);
        private Taken last = first;
        private int turns;

        Looks(int early, int late) {
            this.early = early;
            this.late = late;
        }

        @Override
        public boolean goOn(int turnsOver) {
            if (turnsOver > turns) {
                turns = turnsOver;
                if (turns == early) {
                    first = Taken.now();
                } else if (turns == late) {
                    last = Taken.now();
                }
            }
            return true;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hundredsOfTurnsTakeNoMoreThanTheFirst() throws Exception {
        int turns = Integer.getInteger("nmos.turns", 500);
        Rig rig = new Rig(folder);
        String[] settings = Rig.with(
                Rig.SPECULATION.toArray(String[]::new),
                "workload.sessions=" + SESSIONS,
                "workload.turns=" + turns / SESSIONS,
                "workload.promptTokens=8",
                "workload.replyTokens=6",
                "workload.thinkTime=0 ms",
                "placement.pin.ram=700 kB",
                "placement.pin.vram=400 kB");
        try (LiveWorld world = rig.world(rig.drafting(), settings)) {
            Looks looks = new Looks(turns / 5, turns - SESSIONS);
            LiveOutcome outcome = world.run(world.policy(), looks);
            assertThat(outcome.run().complete()).isTrue();
            assertThat(outcome.run().turns()).hasSize(turns).allMatch(turn -> turn.failed().isEmpty());
            Taken first = looks.first;
            Taken last = looks.last;
            String both = first + " after a fifth, " + last + " at the end";
            if (Boolean.getBoolean("nmos.say")) {
                System.out.println(both);
            }
            assertThat(last.threads()).as(both).isLessThanOrEqualTo(first.threads());
            assertThat(last.descriptors()).as(both).isLessThanOrEqualTo(first.descriptors());
            // what is kept of each turn for the outcome: replies, prompts, times
            assertThat(last.heapBytes() - first.heapBytes()).as(both).isLessThan(2 * MB + turns * 4096L);
            assertThat(last.residentBytes() - first.residentBytes()).as(both).isLessThan(64 * MB);
            assertThat(outcome.kvBytes()).as("KV of the conversations as they are at the end").isLessThan(MB);
        }
    }
}
