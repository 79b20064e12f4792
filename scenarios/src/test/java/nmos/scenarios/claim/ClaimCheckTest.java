package nmos.scenarios.claim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import org.junit.jupiter.api.Test;

class ClaimCheckTest {
    @Test
    void theClaimIsReproducedAndTakenApart() {
        assertThat(check().text()).isEqualTo("""
                holds   600 ms / (15 x 0.65) = 61.5 ms/token
                        the formula gives 61.5 ms/token
                breaks  a pass reads one shard of 325 MB
                        a pass reads 37.157 GB: 80 layers of 451.7 MB and a head of 1.02 GB; 325 MB is 0.87 % of it
                breaks  ssd reads at 2.36 GB/s
                        325 MB in 600 ms is 0.54 GB/s; at 2.36 GB/s the shard takes 138 ms
                breaks  a pass yields k x acceptance = 9.75 tokens
                        a chain of 15 at 0.65 yields 2.85 tokens, the oracle's own included: the first wrong guess ends it
                breaks  61.5 ms/token
                        37.157 GB at 2.36 GB/s are 15.74 s a pass; for 2.85 tokens that is 5.52 s/token, 90 times the claim
                """);
    }

    @Test
    void everyFigureFollowsFromTheFields() {
        assertThat(check("claim.k=1", "claim.acceptance=1", "claim.published=600 ms").lines().get(0).holds()).isTrue();
        assertThat(check("claim.shard=37157470208 B").lines().get(1).holds()).isTrue();
        assertThat(check("claim.pass=137.711864 ms").lines().get(2).holds()).isTrue();
        assertThat(check("claim.k=3", "claim.acceptance=1").lines().get(3).truth()).contains("yields 4.00 tokens");
        assertThat(check("oracle=qwen2.5-1.5b-q4_k_m").lines().get(4).truth()).startsWith("0.980 GB at 2.36 GB/s are 0.42 s");
    }

    @Test
    void aTruePublishedFigureHolds() {
        ClaimCheck.Line last = check("claim.published=5.52 s").lines().getLast();
        assertThat(last.holds()).isTrue();
    }

    private static ClaimCheck check(String... settings) {
        Scenario scenario = ScenarioLoader.load("00-the-claim", List.of(settings));
        return ClaimCheck.of(requireNonNull(scenario.claim()), scenario.machine(), scenario.oracle());
    }
}
