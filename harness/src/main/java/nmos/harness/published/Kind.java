package nmos.harness.published;

import java.util.Arrays;
import java.util.regex.Pattern;

/// What systems do with weights that do not fit, by the words rows have for it; the first that matches. A constant adds one, and its case in `Reading`.
enum Kind {
    BATCH_WITH_KV_BELOW("^cpu offload \\+ KV offload$"),
    BATCH_FROM_STORAGE("^nvme offload \\+ KV offload$"),
    UNSTATED_SPLIT("KV offload|disk offload|nvme offload"),
    LAYERS("^layer stream RAM->VRAM"),
    LAYERS_FROM_RAMDISK("^layer stream from ramdisk"),
    LAYERS_FROM_STORAGE("^layer stream"),
    BATCH("^cpu offload$"),
    EXPERTS("expert|-ncmoe|CPU/GPU hybrid"),
    NEURONS("neuron|sparsity|LLM in a flash"),
    MAPPED("^flash->DRAM|^naive flash"),
    CPU("^CPU all in RAM|^CPU only"),
    CPU_FROM_STORAGE("^CPU, memory-limited"),
    SPLIT("^GPU\\+CPU"),
    PROMPT("weights copied to GPU per batch"),
    SPLIT_BY_LAYERS("-ngl"),
    RESIDENT("all resident|in RAM"),
    UNKNOWN("");

    private final Pattern words;

    Kind(String words) {
        this.words = Pattern.compile(words);
    }

    static Kind of(Measurement row) {
        return Arrays.stream(values())
                .filter(kind -> kind.words.matcher(row.policy()).find() || ((kind == NEURONS || kind == EXPERTS) && kind.words.matcher(row.system()).find()))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
