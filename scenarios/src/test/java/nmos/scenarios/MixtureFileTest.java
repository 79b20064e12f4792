package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureFileTest {
    private static final String DENSE = "02-72b-on-4gb";
    private static final String MIXTURE = "11-experts";

    @TempDir
    private Path folder;

    private static Scenario load(String name, String... settings) {
        return ScenarioLoader.load(name, List.of(settings));
    }

    private static ExpertKnobs experts(Scenario scenario) {
        return Objects.requireNonNull(Composition.of(scenario).knobs().placement().experts());
    }

    @Test
    void aMixtureThatSaysNothingOfItsExpertsKeepsThoseUsedLastAndRoutesEvenly() {
        Scenario scenario = load(MIXTURE, "placement={kind: pinned}", "routing={}");
        assertThat(scenario.routing()).isEqualTo(RoutingSpec.EVEN);
        assertThat(experts(scenario)).isEqualTo(new ExpertKnobs(
                ExpertCaches.LRU, ExpertPlaces.WITH_LAYER, List.of(0L, Long.MAX_VALUE, Long.MAX_VALUE), false));
    }

    @Test
    void whatIsSaidOfThemIsRead() {
        Scenario scenario = load(MIXTURE, "placement.experts={cache: popular, compute: fastest, room: {ram: 2 GB, vram: all}, ahead: true}");
        assertThat(experts(scenario)).isEqualTo(new ExpertKnobs(
                ExpertCaches.POPULAR, ExpertPlaces.FASTEST, List.of(0L, 2_000_000_000L, Long.MAX_VALUE), true));
        assertThat(scenario.routing()).isEqualTo(new RoutingSpec(600, 200_000, 800_000, null));
    }

    @Test
    void aDenseModelHasNothingToSayOfExperts() {
        assertThat(Composition.of(load(DENSE)).knobs().placement().experts()).isNull();
        assertThatThrownBy(() -> load(DENSE, "routing={zipfMilli: 600}"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("has no experts to choose from, leave this out");
        assertThatThrownBy(() -> load(DENSE, "placement.experts={cache: lru}"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("has no experts that could lie anywhere by themselves");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "routing.repeat=1                      | lower it to 0.99 or less",
        "routing.zipfMilli=5000                | 5000 is not from 0 to 4000",
        "placement.experts.cache=fifo          | unknown choice 'fifo', known: lru, lfu, popular",
        "placement.experts.compute=gpu         | known: with-layer, in-place, fastest",
        "placement.experts.room={hbm: 1 GB}    | unknown tier 'hbm'",
        "placement.experts.room={ssd: 1 GB}    | unknown tier 'ssd'",
        "routing={tape: nowhere.routes}        | cannot read the tape 'nowhere.routes'"
    })
    void whatCannotBeIsRefusedWithAWayOut(String setting, String message) {
        assertThatThrownBy(() -> load(MIXTURE, setting)).isInstanceOf(InvalidFile.class).hasMessageContaining(message);
    }

    @Test
    void aTapeOfTheModelTakesThePlaceOfChances() throws IOException {
        Path tape = tape(48, "0,1,2,3,4,5,6,7");
        RoutingSpec routing = load(MIXTURE, "routing={tape: \"" + tape + "\", foreseen: 0.5}").routing();
        assertThat(Objects.requireNonNull(routing.tape()).layers()).isEqualTo(48);
        assertThat(routing.visits(0, 128, 8)[0].rowPpm()).isEqualTo(1_000_000);
        assertThat(routing.visits(0, 128, 8)[8].rowPpm()).isZero();
        assertThatThrownBy(() -> load(MIXTURE, "routing={tape: \"" + tape + "\", repeat: 0.2}"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("it says where rows go, leave zipfMilli and repeat out");
    }

    @ParameterizedTest(name = "{0} layers of {1}")
    @CsvSource(delimiter = '|', value = {"47|0,1,2,3,4,5,6,7", "48|0,1,2,3,4,5,6", "48|0,1,2,3,4,5,6,128"})
    void aTapeOfAnotherModelIsRefused(int layers, String experts) throws IOException {
        Path tape = tape(layers, experts);
        assertThatThrownBy(() -> load(MIXTURE, "routing={tape: \"" + tape + "\"}"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("it is of a model of " + layers + " layers");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Path tape = tape(48, "0,1,2,3,4,5,6,7");
        for (Scenario scenario : List.of(
                load(MIXTURE, "placement.experts={cache: lfu, compute: in-place, room: {vram: 1 GB}, ahead: true}"),
                load(MIXTURE, "routing={tape: \"" + tape + "\", foreseen: 0.5}"))) {
            Scenario again = ScenarioLoader.parse("again.yaml", ScenarioText.of(scenario), List.of());
            assertThat(experts(again)).isEqualTo(experts(scenario));
            assertThat(again.routing().foreseenPpm()).isEqualTo(scenario.routing().foreseenPpm());
            assertThat(again.routing().tape() == null).isEqualTo(scenario.routing().tape() == null);
        }
    }

    private Path tape(int layers, String experts) throws IOException {
        String token = String.join(" ", Collections.nCopies(layers, experts));
        return Files.writeString(folder.resolve("tape.routes"), "nmos-routes 1\n" + token + "\n" + token + "\n");
    }
}
