package nmos.harness.compare;

import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import org.jspecify.annotations.Nullable;

/// What each engine may have of memory: the same for all, page cache included. `bytes` is null where the system cannot hold them to
/// it, and `whyNot` says why; `wanted` is what it would have been.
public record Memory(@Nullable Long bytes, long wanted, @Nullable String whyNot) {
    /// What a JVM takes beside the memory of the scenario's tiers: heap, code, stacks, and the tables of a model's tokenizer. 135 MB
    /// were measured with a vocabulary of 152,000 tokens. llama.cpp's process has a JVM, too.
    static final long ALLOWANCE = 256L << 20;

    /// Of that, what is no heap.
    private static final long BESIDE_HEAP = 64L << 20;
    /// 52 MiB were in use with a vocabulary of 152,000 tokens.
    private static final long LEAST_HEAP = 192L << 20;

    /// nmos's heap: what is left of the memory beside the scenario's tiers, which are none of it. Less than this is never enough.
    long heapBytes(Scenario scenario) {
        return Math.max(LEAST_HEAP, wanted - tiers(scenario) - BESIDE_HEAP);
    }

    /// The scenario's memory, which holds weights, KV and scratch, and the allowance.
    static long of(Scenario scenario) {
        return tiers(scenario) + ALLOWANCE;
    }

    private static long tiers(Scenario scenario) {
        return scenario.machine().tiers().stream().skip(1).mapToLong(Machine.Tier::budgetBytes).sum();
    }
}
