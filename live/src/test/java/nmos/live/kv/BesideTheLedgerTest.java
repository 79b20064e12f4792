package nmos.live.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a policy does, pages and books refuse the same commands and count the same bytes, and layers read what was written.
class BesideTheLedgerTest {
    private static final int STEPS = 400;

    @TempDir
    Path folder;

    @Test
    void commandsThatMayBeGivenLeaveTheSameBytesInBoth() throws IOException {
        long rowsRead = 0;
        for (long seed = 1; seed <= 60; seed++) {
            rowsRead += play(seed, Integer.MAX_VALUE);
        }
        assertThat(rowsRead).isGreaterThan(1_000);
    }

    @Test
    void commandsThatMayNotBeGivenAreRefusedByBoth() throws IOException {
        long refused = 0;
        for (long seed = 1; seed <= 120; seed++) {
            refused += play(seed, 20) < 0 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(60);
    }

    /// Positions that layers read, or -1 if a command was refused.
    private long play(long seed, int recklessOneIn) throws IOException {
        var random = new Random(seed);
        try (var carrier = new Carrier(folder.resolve("spill"));
                var both = new BesideTheLedger(carrier, random)) {
            var commands = new RandomCommands(both, random, recklessOneIn);
            for (int step = 0; step < STEPS; step++) {
                try {
                    if (!commands.step()) {
                        assertThat(recklessOneIn).as("%s", both.refusal).isLessThan(Integer.MAX_VALUE);
                        return -1;
                    }
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
                }
            }
            both.drain();
            return both.rowsRead;
        }
    }
}
