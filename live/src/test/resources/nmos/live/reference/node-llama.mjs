// node node-llama.mjs logits MODEL IDS OUT: int32 ids in, float32 logits (position, vocabulary) out, each id given after the last.
// node node-llama.mjs tokens MODEL TEXTS OUT: a JSON array of texts in, of id arrays out.
// node node-llama.mjs special MODEL TEXTS OUT: the same with control tokens read as such.
import fs from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [what, modelPath, input, output] = process.argv.slice(2);
const llama = await getLlama({build: "never", gpu: false, logLevel: LlamaLogLevel.error});

async function logits() {
    const bytes = fs.readFileSync(input);
    const ids = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const model = await llama.loadModel({modelPath, gpuLayers: 0});
    const context = await model.createContext({
        contextSize: ids.length + 8,
        threads: 2,
        flashAttention: false,
        // half-precision keys and values would hide what is being compared
        experimentalKvCacheKeyType: "F32",
        experimentalKvCacheValueType: "F32"
    });
    const sequence = context.getSequence();
    const out = fs.openSync(output, "w");
    const chunk = 32; // one position's logits are a Map of the whole vocabulary
    for (let from = 0; from < ids.length; from += chunk) {
        const items = Array.from(ids.subarray(from, from + chunk), (id) => [id, {generateNext: {logits: true}}]);
        for (const position of await sequence.controlledEvaluate(items)) {
            const row = new Float32Array(position.next.logits.size);
            for (const [id, logit] of position.next.logits) {
                row[id] = logit;
            }
            fs.writeSync(out, new Uint8Array(row.buffer));
        }
    }
    fs.closeSync(out);
}

async function tokens() {
    const model = await llama.loadModel({modelPath, gpuLayers: 0, vocabOnly: true});
    const texts = JSON.parse(fs.readFileSync(input, "utf8"));
    fs.writeFileSync(output, JSON.stringify(texts.map((text) => Array.from(model.tokenize(text, what === "special")))));
}

await (what === "logits" ? logits() : tokens());
process.exit(0);
