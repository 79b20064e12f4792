package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StopFlagTest {
    @Test
    void stoppingWaitsForWorkThatHoldsTheFlagAndTellsItToEnd() throws Exception {
        StopFlag flag = new StopFlag();
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<String> work = CompletableFuture.supplyAsync(() -> {
            try (var _ = flag.hold()) {
                held.countDown();
                while (!flag.requested()) {
                    Thread.onSpinWait();
                }
                return "written";
            }
        });
        held.await();
        assertThat(flag.stop()).isTrue();
        assertThat(work.get()).isEqualTo("written");
    }

    @Test
    void nothingIsWaitedForWhenNobodyHoldsTheFlag() {
        StopFlag flag = new StopFlag();
        assertThat(flag.requested()).isFalse();
        assertThat(flag.stop()).isTrue();
        assertThat(flag.requested()).isTrue();
    }
}
