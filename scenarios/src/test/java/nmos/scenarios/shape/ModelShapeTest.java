package nmos.scenarios.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelShapeTest {
    private final ModelShape oracle = Shapes.find("qwen2.5-72b-q3_k_m").orElseThrow();
    private final ModelShape draft = Shapes.find("qwen2.5-1.5b-q4_k_m").orElseThrow();

    @Test
    void aFileOf72BHasThirtySevenPointSevenGigabytes() {
        assertThat(oracle.tensorBytes()).isEqualTo(37_692_735_488L);
        assertThat(oracle.fileBytes() / 10_000_000).isEqualTo(3_769);
        assertThat(Math.round(oracle.fileBytes() / 1e7)).isEqualTo(3_770);
    }

    @Test
    void aPassReadsEverythingButTheTokenEmbedding() {
        assertThat(oracle.passBytes()).isEqualTo(37_157_470_208L);
        assertThat(oracle.tensorBytes() - oracle.passBytes()).isEqualTo(oracle.tensor("token_embd.weight").bytes());
    }

    @Test
    void eightyLayersOfTwoSizes() {
        List<ShardShape> layers = oracle.shards(Long.MAX_VALUE).subList(0, 80);
        assertThat(layers.subList(0, 5)).allMatch(layer -> layer.bytes() == 465_887_232);
        assertThat(layers.subList(5, 80)).allMatch(layer -> layer.bytes() == 450_748_416);
        assertThat(layers.stream().mapToLong(ShardShape::bytes).sum() / 80).isEqualTo(451_694_592);
    }

    @Test
    void theHeadIsASixBitMatrixAndANorm() {
        assertThat(oracle.head().type()).isEqualTo(TensorType.Q6_K);
        assertThat(oracle.head().bytes()).isEqualTo(1_021_870_080);
        assertThat(oracle.shards(Long.MAX_VALUE).getLast().bytes()).isEqualTo(1_021_870_080 + 8_192 * 4);
    }

    @Test
    void aTokenTakes320KibOfKv() {
        assertThat(oracle.kvBytesPerToken()).isEqualTo(327_680);
        assertThat(draft.kvBytesPerToken()).isEqualTo(28_672);
    }

    @Test
    void theDraftReadsItsTiedEmbeddingAsItsHead() {
        assertThat(draft.tensorBytes()).isEqualTo(980_097_536);
        assertThat(draft.passBytes()).isEqualTo(draft.tensorBytes());
        assertThat(draft.head().name()).isEqualTo("token_embd.weight");
        assertThat(draft.head().type()).isEqualTo(TensorType.Q6_K);
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        // 29,568 columns are not whole blocks of 256: Q4_K falls back to Q5_0, and Q5_K of the first sixteenth to Q5_1
        "qwen2.5-72b-q3_k_m, blk.4.ffn_down.weight, Q5_1",
        "qwen2.5-72b-q3_k_m, blk.5.ffn_down.weight, Q5_0",
        "qwen2.5-72b-q3_k_m, blk.79.ffn_down.weight, Q5_0",
        "qwen2.5-72b-q3_k_m, blk.0.attn_v.weight, Q5_K",
        // a model of 80 layers gets Q5_K where others of this mix get Q4_K
        "qwen2.5-72b-q3_k_m, blk.79.attn_v.weight, Q5_K",
        "qwen2.5-32b-q3_k_m, blk.1.attn_v.weight, Q5_K",
        "qwen2.5-32b-q3_k_m, blk.2.attn_v.weight, Q4_K",
        "qwen2.5-72b-q3_k_m, blk.7.attn_q.weight, Q3_K",
        "qwen2.5-72b-q3_k_m, blk.7.attn_output.weight, Q4_K",
        "qwen2.5-72b-q3_k_m, token_embd.weight, Q3_K",
        "qwen2.5-72b-q3_k_m, blk.7.attn_k.bias, F32",
        // more bits for the first and last eighth of 28 layers and every third between
        "qwen2.5-1.5b-q4_k_m, blk.2.ffn_down.weight, Q6_K",
        "qwen2.5-1.5b-q4_k_m, blk.3.ffn_down.weight, Q4_K",
        "qwen2.5-1.5b-q4_k_m, blk.5.ffn_down.weight, Q6_K",
        "qwen2.5-1.5b-q4_k_m, blk.23.ffn_down.weight, Q6_K",
        "qwen2.5-1.5b-q4_k_m, blk.24.attn_v.weight, Q6_K",
        "qwen2.5-1.5b-q4_k_m, blk.25.attn_q.weight, Q4_K",
        // 896 columns are 3.5 blocks of 256
        "qwen2.5-0.5b-q4_k_m, blk.3.attn_q.weight, Q5_0",
        "qwen2.5-0.5b-q6_k, blk.3.attn_q.weight, Q8_0",
        "qwen2.5-0.5b-q2_k, blk.3.attn_q.weight, Q4_0",
        "qwen2.5-0.5b-q4_k_m, token_embd.weight, Q8_0",
        "llama-3-8b-q5_k_m, blk.0.ffn_down.weight, Q6_K",
        "llama-3-8b-f16, output.weight, F16",
        "llama-3-8b-f16, output_norm.weight, F32"
    })
    void typesFollowTheRules(String model, String tensor, TensorType type) {
        assertThat(Shapes.find(model).orElseThrow().tensor(tensor).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @MethodSource("everyModel")
    void shardsOfAnySizeHoldExactlyWhatAPassReads(String name) {
        ModelShape model = Shapes.find(name).orElseThrow();
        for (long most : new long[] {model.largestLayerBytes(), 2 * model.largestLayerBytes(), Long.MAX_VALUE}) {
            List<ShardShape> shards = model.shards(most);
            assertThat(shards.stream().mapToLong(ShardShape::bytes).sum()).isEqualTo(model.passBytes());
            assertThat(shards).allMatch(shard -> shard.bytes() <= most);
            assertThat(shards.stream().mapToLong(ShardShape::kvBytesPerToken).sum()).isEqualTo(model.kvBytesPerToken());
        }
    }

    static List<String> everyModel() {
        return Shapes.names();
    }

    @Test
    void theHeadIsCutIntoAsFewEqualPartsAsFit() {
        List<ShardShape> head = oracle.shards(oracle.largestLayerBytes()).stream().filter(ShardShape::head).toList();
        assertThat(head).extracting(ShardShape::bytes).containsExactly(340_623_360L + 32_768, 340_623_360L, 340_623_360L);
        assertThat(head).allMatch(part -> part.kvBytesPerToken() == 0);
    }

    @Test
    void aLayerIsNeverCut() {
        assertThatThrownBy(() -> oracle.shards(400_000_000))
                .hasMessage("layer 0 of qwen2.5-72b-q3_k_m has 465887232 bytes, more than a shard may have (400000000)");
    }

    @Test
    void parametersAreThoseThatGaveTheModelsTheirNames() {
        assertThat(oracle.parameters()).isEqualTo(72_706_203_648L);
        assertThat(draft.parameters()).isEqualTo(1_543_714_304L);
    }
}
