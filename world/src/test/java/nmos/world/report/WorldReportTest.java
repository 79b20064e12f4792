package nmos.world.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nmos.journal.RunReport;
import nmos.policy.Facts;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import org.junit.jupiter.api.Test;

/// What a report says there was to work with, before anything has happened.
class WorldReportTest {
    private static RunReport.Resolved resolved(Planned planned, RunReport.Kind kind) {
        return WorldReport.begun(planned.setting(kind, List.of()), "00").resolved();
    }

    private static Planned planned(String... settings) throws IOException {
        Scenario scenario = ScenarioLoader.load("02-72b-on-4gb", List.of(settings));
        return Planned.of(scenario);
    }

    @Test
    void tiersSayTheirBudgetsButStorageHasNone() throws IOException {
        Planned planned = planned();
        Facts facts = planned.composition().facts();
        List<RunReport.Tier> tiers = resolved(planned, RunReport.Kind.SIMULATED).tiers();
        assertThat(tiers).hasSameSizeAs(facts.tiers());
        assertThat(tiers.getFirst()).isEqualTo(new RunReport.Tier("ssd", null, null, null, false));
        for (int tier = 1; tier < tiers.size(); tier++) {
            Facts.Tier what = facts.tiers().get(tier);
            assertThat(tiers.get(tier))
                    .isEqualTo(new RunReport.Tier(what.name(), what.budgetBytes(), what.reservedBytes(), null, what.computes()));
        }
    }

    @Test
    void hopsSayTheSpeedsOfTheMachineInBothDirections() throws IOException {
        Planned planned = planned();
        var speeds = planned.scenario().machine().hops().getLast();
        assertThat(resolved(planned, RunReport.Kind.SIMULATED).hops().getLast()).isEqualTo(new RunReport.Hop(
                "ram -> vram", speeds.bytesPerSecUp().value(), speeds.bytesPerSecDown().value(), speeds.latencyNs().value(),
                (int) speeds.depth().value()));
    }

    @Test
    void kvIsToldByTokenInAllAndByShard() throws IOException {
        Planned planned = planned();
        RunReport.Resolved resolved = resolved(planned, RunReport.Kind.SIMULATED);
        assertThat(resolved.shards().stream().mapToLong(RunReport.ShardPlace::kvBytesPerToken).sum())
                .isEqualTo(resolved.kvBytesPerToken())
                .isPositive();
        assertThat(resolved.kvTokens()).isEqualTo(planned.composition().facts().kv().residentTokens());
    }

    @Test
    void onlyWhereKvIsInPagesIsSpillingToldOf() throws IOException {
        RunReport.Resolved paged = resolved(planned("kv.policy=lru", "kv.residentTokens=256", "kv.spill.ram=1 GB"), RunReport.Kind.SIMULATED);
        assertThat(paged.tiers().stream().map(RunReport.Tier::spillBytes)).containsExactly(0L, 1_000_000_000L, 0L);
        assertThat(resolved(planned(), RunReport.Kind.SIMULATED).tiers()).allSatisfy(tier -> assertThat(tier.spillBytes()).isNull());
    }

    @Test
    void everyKindOfRunSaysTheSame() throws IOException {
        Planned planned = planned();
        assertThat(resolved(planned, RunReport.Kind.MEASURED)).isEqualTo(resolved(planned, RunReport.Kind.SIMULATED));
    }
}
