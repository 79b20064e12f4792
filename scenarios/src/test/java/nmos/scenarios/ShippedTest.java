package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Machine.Device;
import nmos.scenarios.machine.Machine.Hop;
import nmos.scenarios.machine.Machine.Tier;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedTest {
    @Test
    void theIndexesListTheFilesThereAre() throws IOException {
        assertThat(Shipped.scenarioNames()).isEqualTo(files(Path.of(".")));
        assertThat(Shipped.machineNames()).isEqualTo(files(Path.of("machines")));
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList();
        }
    }

    static List<String> scenarios() {
        return Shipped.scenarioNames();
    }

    static List<String> machines() {
        return Shipped.machineNames();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aScenarioOpensWithWhatToLookAt(String name) throws IOException {
        assertThat(Files.readString(Path.of(name + ".yaml"))).startsWith("# ").containsIgnoringCase("what to look at");
        assertThat(ScenarioLoader.load(name, List.of()).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aResolvedScenarioReadsBackAsItself(String name) {
        Scenario scenario = ScenarioLoader.load(name, List.of());
        String text = scenario.toYaml();
        Scenario again = ScenarioLoader.parse("resolved", text, List.of());
        assertThat(again).isEqualTo(scenario);
        assertThat(again.toYaml()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyNumberOfAMachineHasItsSource(String name) {
        Machine machine = ScenarioLoader.machine(name);
        assertThat(machine.name()).isEqualTo(name);
        sourced(machine.cores(), machine.commandNs());
        for (Tier tier : machine.tiers()) {
            sourced(tier.capacityBytes(), tier.takenBytes());
            Device device = tier.device();
            if (device != null && device.speed() instanceof Speed.Roofline r) {
                sourced(r.bandwidthBytesPerSec(), r.peakOpsPerSec(), r.efficiencyPpm());
            }
        }
        for (Hop hop : machine.hops()) {
            sourced(hop.bytesPerSecUp(), hop.bytesPerSecDown(), hop.latencyNs(), hop.depth());
        }
    }

    private static void sourced(Sourced... numbers) {
        assertThat(numbers).allMatch(number -> number.source().length() > 10);
    }

    @Test
    void theLaptopsDifferInTheirMemoryAlone() {
        Machine middle = ScenarioLoader.machine("laptop-rtx2050-16gb");
        for (String other : List.of("laptop-rtx2050-8gb", "laptop-rtx2050-32gb")) {
            Machine machine = ScenarioLoader.machine(other);
            assertThat(machine.hops()).isEqualTo(middle.hops());
            assertThat(machine.cores()).isEqualTo(middle.cores());
            assertThat(machine.tiers().get(0)).isEqualTo(middle.tiers().get(0));
            assertThat(machine.tiers().get(1).device()).isEqualTo(middle.tiers().get(1).device());
            assertThat(machine.tiers().get(1).budgetBytes()).isNotEqualTo(middle.tiers().get(1).budgetBytes());
            assertThat(machine.tiers().get(2)).isEqualTo(middle.tiers().get(2));
        }
    }
}
