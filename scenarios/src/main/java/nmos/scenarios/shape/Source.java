package nmos.scenarios.shape;

/// Where the numbers of an architecture were read.
public enum Source {
    CONFIG("the model's config.json on huggingface.co"),
    /// Its list is checked against the `config.json` it names beside each model.
    LITGPT("litgpt/config.py of Lightning-AI/litgpt at 2685705"),
    MLC("python/mlc_llm/model/model_preset.py of mlc-ai/mlc-llm at 79d603f, which copies config.json"),
    FLEXGEN("flexllmgen/opt_config.py of FMInference/FlexLLMGen at 004ffef, and the config.json of opt-30b"),
    DEEPSEEK("inference/configs of deepseek-ai/DeepSeek-V3 at 9b4e978"),
    BIGSCIENCE("train/tr11-176B-ml/tr11-176B-ml.slurm of bigscience-workshop/bigscience at 9e64ede"),
    /// The larger one's tying is not stated: as the smaller one's, whose parameters its file gives.
    SMALLTHINKER("README.md of SJTU-IPADS/SmallThinker at bc3a1fb; what llama.cpp prints of the 4B in its pull request 14898"),
    /// Instruct models of this size have 768 tokens more.
    CONVERTED("what slaren's conversion of the first release holds, llama.cpp pull request 6587");

    public final String words;

    Source(String words) {
        this.words = words;
    }
}
