package nmos.harness.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import nmos.harness.memory.ProcFiles;
import nmos.live.tokens.Tokenizer;
import nmos.llamacpp.Generation;
import nmos.llamacpp.Launcher;
import nmos.llamacpp.LlamaCpp;
import nmos.llamacpp.ModelOptions;
import nmos.llamacpp.Sampling;
import org.jspecify.annotations.Nullable;

/// llama.cpp in a process of its own: the prompts one after the other, nothing computed before the first.
final class LlamaRun {
    private static final double MS = 1e6;
    private static final long UNKNOWN = -1;

    private LlamaRun() {}

    static EngineRun of(
            Engine engine, ModelOptions model, List<Prompt> prompts, Tokenizer tokenizer, Launcher launcher, int repetition) {
        long beganNs = System.nanoTime();
        List<EngineTurn> turns = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long firstTokenNs = 0;
        try (LlamaCpp llama = LlamaCpp.load(model, LlamaCpp.Deadlines.DEFAULT, launcher)) {
            long pid = llama.pid().orElseThrow();
            for (Prompt prompt : prompts) {
                AtomicLong readBefore = new AtomicLong(UNKNOWN);
                AtomicLong firstNs = new AtomicLong();
                Generation reply = llama.generate(prompt.text(), prompt.replyTokens(), new Sampling.Greedy(), true, _ -> {
                    if (firstNs.get() == 0) {
                        firstNs.set(System.nanoTime());
                        readBefore.set(ProcFiles.readBytes(pid).orElse(UNKNOWN));
                    }
                });
                OptionalLong readAfter = ProcFiles.readBytes(pid);
                if (reply.pieces().isEmpty()) {
                    throw new CompareException(engine.label + " said nothing to the prompt of turn " + prompt.turn());
                }
                if (turns.isEmpty()) {
                    firstTokenNs = firstNs.get();
                }
                boolean read = readAfter.isPresent() && readBefore.get() != UNKNOWN;
                turns.add(turn(engine, prompt, reply, read ? readAfter.getAsLong() - readBefore.get() : null, notes));
            }
            long peak = ProcFiles.peakBytes(pid).orElse(UNKNOWN);
            long read = ProcFiles.readBytes(pid).orElse(UNKNOWN);
            // once all is measured: it takes time, and memory
            for (Prompt prompt : prompts) {
                int[] theirs = llama.encode(prompt.text());
                int[] ours = prompt.idsWithoutStart(tokenizer);
                if (!Arrays.equals(theirs, ours)) {
                    notes.add("the prompt of turn " + prompt.turn() + " is " + ours.length + " tokens for nmos and " + theirs.length
                            + " others for " + engine.label);
                }
            }
            return new EngineRun(engine, repetition, turns, (firstTokenNs - beganNs) / MS, peak == UNKNOWN ? null : peak,
                    read == UNKNOWN ? null : read, null, null, notes);
        }
    }

    /// llama.cpp does not say how many tokens it gave. It gives as many as asked, pieces being fewer where a character takes several
    /// tokens, unless it meets an end of text that it does not ignore.
    private static EngineTurn turn(Engine engine, Prompt prompt, Generation reply, @Nullable Long readBytes, List<String> notes) {
        int pieces = reply.pieces().size();
        boolean early = pieces < prompt.replyTokens() / 2;
        int tokens = early ? pieces : prompt.replyTokens();
        if (early) {
            notes.add(engine.label + " ended its reply of turn " + prompt.turn() + " after some " + pieces + " of "
                    + prompt.replyTokens() + " tokens");
        }
        return new EngineTurn(prompt.turn(), prompt.warm(), reply.pieceNs()[0] / MS, tokens, tokens - 1,
                (reply.endNs() - reply.pieceNs()[0]) / MS, readBytes, List.of(), reply.text());
    }
}
