package nmos.live.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyChunkRunsOnceBeforeRunReturns(int threads) {
        try (var workers = new Workers(threads)) {
            for (int job = 0; job < 2_000; job++) {
                int chunks = job % 13;
                var runs = new AtomicIntegerArray(chunks);
                workers.run((chunk, worker) -> {
                    assertThat(worker).isBetween(0, threads - 1);
                    runs.incrementAndGet(chunk);
                }, chunks);
                for (int chunk = 0; chunk < chunks; chunk++) {
                    assertThat(runs.get(chunk)).as("job %d chunk %d", job, chunk).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatAChunkThrowsIsThrownAndTheNextJobRuns(int threads) {
        try (var workers = new Workers(threads)) {
            assertThatThrownBy(() -> workers.run((chunk, _) -> {
                        if (chunk == 5) {
                            throw new IllegalStateException("chunk 5");
                        }
                    }, 9))
                    .hasMessageContaining("chunk 5");
            var runs = new AtomicIntegerArray(4);
            workers.run((chunk, _) -> runs.incrementAndGet(chunk), 4);
            assertThat(runs.toString()).isEqualTo("[1, 1, 1, 1]");
        }
    }
}
