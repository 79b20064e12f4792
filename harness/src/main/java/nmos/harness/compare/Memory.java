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

    /// The scenario's memory, which holds weights, KV and scratch, and the allowance.
    static long of(Scenario scenario) {
        return scenario.machine().tiers().stream().skip(1).mapToLong(Machine.Tier::budgetBytes).sum() + ALLOWANCE;
    }
}
