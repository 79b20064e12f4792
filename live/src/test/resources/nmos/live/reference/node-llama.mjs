// One request a line, fields apart by tabs; one line "answer done" or "answer failed WHY" to each.
// ready: nothing but the answer.
// logits MODEL IDS OUT: int32 ids in, float32 logits (position, vocabulary) out, each id given after the last.
// tokens MODEL TEXTS OUT: a JSON array of texts in, of id arrays out.
// special MODEL TEXTS OUT: the same with control tokens read as such.
import fs from "node:fs";
import readline from "node:readline";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const llama = await getLlama({build: "never", gpu: false, logLevel: LlamaLogLevel.error});

async function logits(model, input, output) {
    const bytes = fs.readFileSync(input);
    const ids = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
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
    await context.dispose();
}

function tokens(model, input, output, special) {
    const texts = JSON.parse(fs.readFileSync(input, "utf8"));
    fs.writeFileSync(output, JSON.stringify(texts.map((text) => Array.from(model.tokenize(text, special)))));
}

async function answer(what, modelPath, input, output) {
    if (what === "ready") {
        return;
    }
    const model = await llama.loadModel({modelPath, gpuLayers: 0, vocabOnly: what !== "logits"});
    try {
        await (what === "logits" ? logits(model, input, output) : tokens(model, input, output, what === "special"));
    } finally {
        await model.dispose();
    }
}

for await (const line of readline.createInterface({input: process.stdin})) {
    try {
        await answer(...line.split("\t"));
        console.log("answer done");
    } catch (error) {
        console.log("answer failed " + String(error).replace(/\s+/g, " "));
    }
}
process.exit(0);
