package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import nmos.harness.validate.Follower;
import nmos.scenarios.yaml.InvalidFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What to buy, with a model that streams from a drive of 300 MB/s through 0.8 GB.
class ReachTest {
    private static final String SCENARIO = "10-stream-for-real";
    private static final String DRIVE = "machine.hops.drive.bandwidth.value";
    private static final String RAM = "machine.tiers.ram.capacity.value";
    private static final Budget BUDGET = new Budget(100, 1, 2, 1);

    private static final String PRICES = """
            currency: EUR
            prices:
              - {path: machine.hops.drive.bandwidth.value, value: 300 MB/s, price: 0}
              - {path: machine.hops.drive.bandwidth.value, value: 1 GB/s, price: 40.50}
              - {path: machine.hops.drive.bandwidth.value, value: 2 GB/s, price: 90}
              - {path: machine.tiers.ram.capacity.value, value: 400 MB, price: 0}
              - {path: machine.tiers.ram.capacity.value, value: 1500 MB, price: 60}
            """;

    @TempDir
    private Path folder;

    private Prices prices(String text) throws IOException {
        return Prices.read(Files.writeString(folder.resolve("prices.yaml"), text));
    }

    private static Reached reach(String wanted, List<String> vary, @Nullable Prices prices) throws IOException {
        return new Reach(SCENARIO, List.of(), List.of(Limit.parse("--reach", wanted)), vary, prices).run(BUDGET, Follower.NOBODY);
    }

    @Test
    void theCheapestThatReachesItComesFirst() throws IOException {
        Reached reached = reach("tokens_per_second >= 1.2", List.of(), prices(PRICES));
        assertThat(reached.combinations()).isEqualTo(6);
        assertThat(reached.currency()).isEqualTo("EUR");
        assertThat(reached.offers()).extracting(Reached.Offer::price).isSorted();
        Reached.Offer cheapest = reached.reaching().getFirst();
        assertThat(cheapest.price()).isEqualByComparingTo("40.50");
        assertThat(cheapest.settings()).contains(DRIVE + "=1 GB/s", RAM + "=400 MB");
        assertThat(cheapest.trial()).isNotNull().satisfies(trial -> assertThat(trial.mean(0)).isGreaterThanOrEqualTo(1.2));
        assertThat(reached.offers().getFirst()).satisfies(offer -> {
            assertThat(offer.price()).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(offer.reaches()).isFalse();
        });
    }

    @Test
    void whereNothingReachesItTheBoundThatForbidsItIsNamed() throws IOException {
        Reached reached = reach("tokens_per_second >= 50", List.of(), prices(PRICES));
        assertThat(reached.reaching()).isEmpty();
        assertThat(reached.offers()).hasSize(6).allSatisfy(offer -> {
            assertThat(reached.forbidden(offer)).isTrue();
            assertThat(offer.physics()).isNotNull().satisfies(physics -> assertThat(physics.limitedBy()).isNotBlank());
        });
        assertThat(reached.offers().getFirst().physics()).isNotNull().satisfies(physics -> assertThat(physics.limitedBy()).isEqualTo("ssd -> ram"));
    }

    /// Nothing may rest in RAM or VRAM, which is the policy's own doing.
    @Test
    void whatPinsTakeAwayIsNotWhatPhysicsForbids() throws IOException {
        List<String> pins = List.of("placement.kind=pinned", "placement.pin.ram=0 B", "placement.pin.vram=0 B");
        Limit wanted = Limit.parse("--reach", "tokens_per_second >= 1.5");
        Reached reached = new Reach(SCENARIO, pins, List.of(wanted), List.of(RAM + "=4 GB,40 GB"), null).run(BUDGET, Follower.NOBODY);
        assertThat(reached.offers()).allSatisfy(offer -> assertThat(reached.forbidden(offer)).isFalse());
    }

    @Test
    void aFigureThatIsNotOfDecodingAloneIsPlayedRatherThanForbidden() throws IOException {
        Reached reached = reach("tokens_per_second_end_to_end >= 500", List.of(DRIVE + "=300 MB/s"), null);
        assertThat(reached.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.trial()).isNotNull();
            assertThat(reached.forbidden(offer)).isFalse();
        });
    }

    @Test
    void whereFieldsAreFreeTheBoundIsOfThePassesThatWerePlayed() throws IOException {
        Reached reached = reach("tokens_per_second >= 5000", List.of("river.kind=on-demand,double-buffer"), prices(PRICES));
        assertThat(reached.offers()).allSatisfy(offer -> {
            assertThat(offer.physics()).isNotNull().satisfies(physics -> assertThat(physics.always()).isFalse());
            assertThat(reached.below(offer)).isTrue();
            assertThat(reached.forbidden(offer)).isFalse();
        });
    }

    @Test
    void aPathThatOnlyThePricesNameIsRefusedIfThereIsNone() throws IOException {
        Prices wrong = prices("{currency: EUR, prices: [{path: machine.hops.drivee.bandwidth.value, value: 1 GB/s, price: 1}]}");
        assertThatThrownBy(() -> reach("tokens_per_second >= 5", List.of(), wrong)).isInstanceOf(InvalidFile.class).hasMessageContaining("drivee");
    }

    @Test
    void whatAPolicyFallsShortOfIsNotForbidden() throws IOException {
        Reached reached = reach("ttft_verified_ms.p50 <= 1", List.of(DRIVE + "=300 MB/s,1 GB/s"), null);
        assertThat(reached.reaching()).isEmpty();
        assertThat(reached.bounded()).isFalse();
        assertThat(reached.offers()).hasSize(2).allSatisfy(offer -> assertThat(offer.trial()).isNotNull());
    }

    @Test
    void withoutPricesSmallStepsComeFirst() throws IOException {
        Reached reached = reach("tokens_per_second >= 1.2", List.of(DRIVE + "=2 GB/s,300 MB/s,1 GB/s"), null);
        assertThat(reached.reaching().getFirst().settings()).containsExactly(DRIVE + "=1 GB/s");
        assertThat(reached.reaching().getFirst().price()).isNull();
    }

    @Test
    void fieldsWithoutAPriceAreTunedForEachCombination() throws IOException {
        Limit wanted = Limit.parse("--reach", "tokens_per_second >= 1.2");
        List<String> slow = List.of("river.kind=on-demand");
        assertThat(new Reach(SCENARIO, slow, List.of(wanted), List.of(), prices(PRICES)).run(BUDGET, Follower.NOBODY).reaching()).isEmpty();
        List<String> free = List.of("river.kind=on-demand,double-buffer", "placement.kind=mmap-lru,pinned");
        Reached reached = new Reach(SCENARIO, slow, List.of(wanted), free, prices(PRICES)).run(BUDGET, Follower.NOBODY);
        assertThat(reached.combinations()).isEqualTo(6);
        Reached.Offer cheapest = reached.reaching().getFirst();
        assertThat(cheapest.price()).isEqualByComparingTo("40.50");
        assertThat(cheapest.trial()).isNotNull().satisfies(trial -> assertThat(trial.settings()).contains("river.kind=double-buffer"));
    }

    @Test
    void aModelMayBeWhatIsChanged() throws IOException {
        Reached reached = reach("tokens_per_second >= 2", List.of("oracle=qwen2.5-1.5b-q4_k_m,qwen2.5-0.5b-q4_k_m,qwen2.5-72b-f32"), null);
        assertThat(reached.reaching()).singleElement().satisfies(offer -> assertThat(offer.settings()).containsExactly("oracle=qwen2.5-0.5b-q4_k_m"));
        assertThat(reached.offers()).anySatisfy(offer -> assertThat(offer.refused()).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`prices: []` | currency",
        "`currency: EUR` | prices",
        "`{currency: EUR, prices: []}` | no price",
        "`{currency: EUR, prices: [{path: a, value: b}]}` | price",
        "`{currency: EUR, prices: [{path: a, value: b, price: -1}]}` | a price is a number",
        "`{currency: EUR, prices: [{path: a, value: b, price: 5 EUR}]}` | a price is a number",
        "`{currency: EUR, prices: [{path: a, value: 1 GB, price: 1}, {path: a, value: 1GB, price: 2}]}` | two prices",
        "`{currency: EUR, prices: [{path: a, value: b, prize: 1}]}` | did you mean 'price'?",
        "`[]` | prices.yaml",
        "`` | prices.yaml",
    })
    void whatAreNoPricesIsNamed(String text, String problem) {
        assertThatThrownBy(() -> prices(text)).isInstanceOf(InvalidFile.class).hasMessageContaining(problem).hasMessageContaining("prices.yaml").hasMessageNotContaining("\n");
    }

    @Test
    void aValueWithoutItsPriceIsRefusedAndAFileThatIsNotThere() throws IOException {
        Prices some = prices(PRICES);
        assertThatThrownBy(() -> reach("tokens_per_second >= 5", List.of(DRIVE + "=300 MB/s,3 GB/s"), some)).hasMessageContaining("no price for '3 GB/s'");
        assertThatThrownBy(() -> Prices.read(folder.resolve("none.yaml"))).isInstanceOf(NoSuchFileException.class);
    }
}
