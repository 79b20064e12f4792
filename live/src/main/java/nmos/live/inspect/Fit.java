package nmos.live.inspect;

import java.util.List;
import nmos.policy.Arithmetic;

/// Whether a machine can hold a model, and what it must read again in each pass if not.
///
/// Counted: all that a pass reads, one row of the embedding being nothing, and the KV of the context at 16 bits, which is kept
/// in VRAM and RAM before weights are. Not counted: scratch, a draft, what the system takes.
public record Fit(
        Verdict verdict, long contextTokens, long kvBytes, long residentBytes, long streamedBytesPerPass, long leastPassNs) {

    public enum Verdict {
        /// All of it in VRAM.
        VRAM("fits VRAM"),
        /// All of it in RAM and VRAM together.
        MEMORY("fits RAM and VRAM together"),
        /// The rest is read from storage in every pass.
        STREAMED("must be streamed"),
        /// Not even two of the largest shards and the KV fit.
        REFUSED("cannot run");

        public final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /// `leastPassNs` is how long storage takes to read what is streamed, which no policy undercuts; 0 where nothing is.
    public static Fit of(ModelFacts model, Memory memory, long contextTokens) {
        long kvBytes = Math.multiplyExact(contextTokens, model.kvBytesPerToken());
        long need = Math.addExact(model.passBytes(), kvBytes);
        long all = Math.addExact(memory.vramBytes(), memory.ramBytes());
        if (need <= memory.vramBytes()) {
            return new Fit(Verdict.VRAM, contextTokens, kvBytes, model.passBytes(), 0, 0);
        }
        if (need <= all) {
            return new Fit(Verdict.MEMORY, contextTokens, kvBytes, model.passBytes(), 0, 0);
        }
        long slotBytes = 2 * largestShardBytes(model);
        long resident = all - kvBytes - slotBytes;
        if (resident < 0) {
            return new Fit(Verdict.REFUSED, contextTokens, kvBytes, 0, model.passBytes(), 0);
        }
        long streamed = model.passBytes() - Math.min(resident, model.passBytes());
        long leastPassNs = Arithmetic.nsFor(streamed, memory.ssdBytesPerSec());
        return new Fit(Verdict.STREAMED, contextTokens, kvBytes, resident, streamed, leastPassNs);
    }

    private static long largestShardBytes(ModelFacts model) {
        List<Long> head = model.headPartBytes();
        return Math.max(
                model.largestLayerBytes(), head.stream().mapToLong(Long::longValue).max().orElse(0));
    }
}
