package nmos.harness.published;

import static nmos.harness.published.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
    @ParameterizedTest(name = "{0} has {1} billion parameters")
    @CsvSource({
        "SmallThinker-21B-A3B sparse, 21.5",
        "SmallThinker-4B-A0.6B, 4.27",
        "TurboSparse-Mixtral-47B, 46.9",
        "BLOOM-176B, 176.2",
        "InternLM-20B, 20.1",
        "phi-4, 14.7",
        "Mistral-7B, 7.24",
        "codellama-7b, 6.74",
        "Llama-7B, 6.74"
    })
    void aPublishedNameIsItsShape(String name, double billions) {
        assertThat(shape(name, "Q4_0").parameters() / 1e9).isBetween(billions * 0.995, billions * 1.005);
    }

    /// mixtral-offloading states 3 bits with scales for experts and 4.25 for attention.
    @Test
    void halfQuadraticQuantisationStoresExpertsInFewerBitsThanAttention() {
        ModelShape mixtral = shape("Mixtral-8x7B-Instruct", "HQQ 4b attn + 2-3b experts");
        ShardShape expert = mixtral.shards(mixtral.largestLayerBytes()).stream()
                .filter(shard -> shard.kind() == ShardShape.Kind.EXPERT)
                .findFirst()
                .orElseThrow();
        assertThat(expert.bytes()).isEqualTo(3L * 4_096 * 14_336 * 3 / 8);
        assertThat(mixtral.passBytes() / 1e9).isBetween(17.5, 18.5);
    }

    @Test
    void halfQuadraticQuantisationOfADenseModelIsNotKnown() {
        Models.Found found = Models.of(row("model", "Llama2-13B", "quant", "HQQ mixed"));
        assertThat(found).isEqualTo(new Models.Found.Unknown(Missing.QUANTISATION));
    }

    @Test
    void halfQuadraticQuantisationInOtherBitsIsNotKnown() {
        Models.Found found = Models.of(row("model", "Mixtral-8x7B", "quant", "HQQ 4b", "bytes_weights_gb", "26"));
        assertThat(found).isEqualTo(new Models.Found.Unknown(Missing.QUANTISATION));
    }

    @Test
    void halfQuadraticQuantisationKeepsDenseLayersWithoutExperts() {
        ModelShape model = shape("DeepSeek-V2-Lite", "HQQ mixed");
        assertThat(model.cut().orElseThrow().expertBytes()).hasSize(model.architecture().layers());
        assertThat(model.cut().orElseThrow().expertBytes().getFirst()).isZero();
        assertThat(model.cut().orElseThrow().expertBytes().getLast()).isPositive();
    }

    @Test
    void bytesAloneDoNotSayWhatAMixturesExpertsHave() {
        Models.Found found = Models.of(row("model", "Mixtral-8x7B", "quant", "", "bytes_weights_gb", "26"));
        assertThat(found).isEqualTo(new Models.Found.Unknown(Missing.QUANTISATION));
    }

    private static ModelShape shape(String name, String quantisation) {
        return ((Models.Found.Shape) Models.of(row("model", name, "quant", quantisation))).shape();
    }
}
