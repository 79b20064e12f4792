package nmos.scenarios.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nmos.scenarios.shape.ShardShape.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureShapeTest {
    private static ModelShape shape(String name) {
        return Shapes.find(name).orElseThrow();
    }

    @Test
    void eachExpertIsAShardBehindItsLayer() {
        List<ShardShape> shards = shape("qwen3-30b-a3b-q4_k_m").shards(Long.MAX_VALUE);
        assertThat(shards).hasSize(48 * (1 + 128) + 1);
        assertThat(shards.get(0)).matches(shard -> shard.kind() == Kind.LAYER && shard.layer() == 0 && shard.expert() == ShardShape.NO_EXPERT);
        assertThat(shards.get(1)).matches(shard -> shard.kind() == Kind.EXPERT && shard.layer() == 0 && shard.expert() == 0);
        assertThat(shards.get(129)).matches(shard -> shard.kind() == Kind.LAYER && shard.layer() == 1);
        assertThat(shards.getLast().head()).isTrue();
    }

    @Test
    void onlyLayersHaveKv() {
        assertThat(shape("mixtral-8x7b-q4_k_m").shards(Long.MAX_VALUE))
                .allMatch(shard -> shard.kvBytesPerToken() == (shard.kind() == Kind.LAYER ? 4096 : 0));
    }

    @Test
    void theFirstLayersOfDeepSeekAreDense() {
        List<ShardShape> shards = shape("deepseek-v3-q4_k_m").shards(Long.MAX_VALUE);
        assertThat(shards.subList(0, 4)).extracting(ShardShape::kind).containsOnly(Kind.LAYER);
        assertThat(shards.get(4).kind()).isEqualTo(Kind.EXPERT);
        assertThat(shards.stream().filter(shard -> shard.kind() == Kind.EXPERT)).hasSize(58 * 256);
    }

    /// From the models' own cards: all parameters, and those a token is computed with.
    @ParameterizedTest(name = "{0}: {1} billion parameters, {2} of them for a token")
    @CsvSource({
        "mixtral-8x7b, 46.7, 12.9",
        "mixtral-8x22b, 141, 39",
        "qwen3-30b-a3b, 30.5, 3.3",
        "olmoe-1b-7b, 6.9, 1.3",
        "deepseek-v2-lite, 15.7, 2.4",
        "deepseek-v3, 671, 37"
    })
    void parametersAreThoseOfTheModelCards(String architecture, double billions, double billionsForAToken) {
        ModelShape model = shape(architecture + "-f16");
        long embedding = model.tensor("token_embd.weight").parameters();
        assertThat(model.parameters() / 1e9).isCloseTo(billions, within(0.01 * billions));
        assertThat(model.oneRowPassBytes() / 2e9).isCloseTo(billionsForAToken - embedding / 1e9, within(0.12 * billionsForAToken));
    }

    /// What is kept is one vector for all heads, not keys and values for each of 128.
    @Test
    void latentAttentionKeeps576NumbersATokenAndLayer() {
        assertThat(shape("deepseek-v3-q4_k_m").architecture().kvBytesPerTokenAndLayer()).isEqualTo(1_152);
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "mixtral-8x7b-q4_k_m, blk.7.attn_v.weight, Q8_0",
        "mixtral-8x7b-q4_k_m, blk.7.attn_k.weight, Q8_0",
        "mixtral-8x7b-q4_k_m, blk.7.attn_output.weight, Q5_K",
        "mixtral-8x7b-q4_k_m, blk.0.ffn_down_exps.weight, Q6_K",
        "mixtral-8x7b-q4_k_m, blk.0.ffn_gate_inp.weight, F32",
        "qwen3-30b-a3b-q4_k_m, blk.7.attn_k.weight, Q4_K",
        "deepseek-v3-q4_k_m, blk.9.attn_kv_b.weight, Q4_K"
    })
    void typesFollowTheRules(String model, String tensor, TensorType type) {
        assertThat(shape(model).tensor(tensor).type()).isEqualTo(type);
    }

    @Test
    void aFileThatWasLookedAtIsReadByWholeLayersOrExpertByExpert() {
        ModelShape model = shape("olmoe-1b-7b-q4_k_m");
        List<Long> layers = Collections.nCopies(16, 1000L);
        ModelShape whole = model.cut(new ModelShape.Cut(layers, List.of(10L)));
        assertThat(whole.shards(Long.MAX_VALUE)).hasSize(17);
        ModelShape apart = model.cut(
                new ModelShape.Cut(layers, List.of(10L), List.of(), Optional.empty(), Collections.nCopies(16, 7L)));
        assertThat(apart.shards(Long.MAX_VALUE)).hasSize(16 * 65 + 1);
        assertThat(apart.passBytes()).isEqualTo(16 * (1000 + 64 * 7) + 10);
        assertThat(apart.oneRowPassBytes()).isEqualTo(16 * (1000 + 8 * 7) + 10);
    }

    @Test
    void aDenseModelHasNoExpertsToCut() {
        ModelShape model = shape("qwen3-0.6b-q8_0");
        var cut = new ModelShape.Cut(Collections.nCopies(28, 1L), List.of(1L), List.<Map<TensorType, Long>>of(), Optional.empty(),
                Collections.nCopies(28, 1L));
        assertThatThrownBy(() -> model.cut(cut)).isInstanceOf(IllegalArgumentException.class);
    }
}
