package nmos.harness.compare;

import java.time.Duration;
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
    /// A prompt is many passes, and each beyond memory reads the whole file again. Whoever does not want to wait can stop it.
    private static final LlamaCpp.Deadlines PATIENT = new LlamaCpp.Deadlines(Duration.ofHours(2), Duration.ofHours(12));

    /// What a turn left, until its tokens are counted.
    private record Said(Prompt prompt, Generation reply, @Nullable Long readBytes) {}

    private LlamaRun() {}

    static EngineRun of(
            Engine engine, ModelOptions model, List<Prompt> prompts, Tokenizer tokenizer, Launcher launcher, int repetition) {
        long beganNs = System.nanoTime();
        List<Said> said = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long firstTokenNs = 0;
        try (LlamaCpp llama = LlamaCpp.load(model, PATIENT, launcher)) {
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
                if (said.isEmpty()) {
                    firstTokenNs = firstNs.get();
                }
                boolean read = readAfter.isPresent() && readBefore.get() != UNKNOWN;
                said.add(new Said(prompt, reply, read ? readAfter.getAsLong() - readBefore.get() : null));
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
            List<EngineTurn> turns = new ArrayList<>();
            for (Said each : said) {
                int inText = llama.encode(each.reply().text()).length;
                int tokens = tokens(each.reply().pieces().size(), inText, each.prompt().replyTokens());
                if (tokens < each.prompt().replyTokens()) {
                    notes.add(engine.label + "'s reply of turn " + each.prompt().turn() + " has the text of " + tokens + " of "
                            + each.prompt().replyTokens() + " tokens");
                }
                turns.add(turn(each, tokens));
            }
            return new EngineRun(engine, repetition, turns, (firstTokenNs - beganNs) / MS, peak == UNKNOWN ? null : peak,
                    read == UNKNOWN ? null : read, null, null, notes);
        }
    }

    /// llama.cpp does not say how many tokens it gave: at least one a piece, pieces being fewer where a character takes several
    /// tokens, and at most as many as were asked, fewer where it meets an end of text that it does not ignore. Between the two its
    /// text decides, control tokens read as such.
    static int tokens(int pieces, int inText, int asked) {
        return Math.clamp(inText, Math.min(pieces, asked), asked);
    }

    private static EngineTurn turn(Said said, int tokens) {
        Generation reply = said.reply();
        return new EngineTurn(said.prompt().turn(), said.prompt().warm(), reply.pieceNs()[0] / MS, tokens, tokens - 1,
                (reply.endNs() - reply.pieceNs()[0]) / MS, said.readBytes(), List.of(), reply.text());
    }
}
