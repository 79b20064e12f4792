package nmos.harness.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the child that ran nmos says of it, as one line of JSON. `firstTokenAtMs` is by the wall clock; `prompts` are the tokens that
/// each reply was given to.
record NmosAnswer(
        List<EngineTurn> turns,
        List<List<Integer>> prompts,
        long firstTokenAtMs,
        @Nullable Long peakBytes,
        @Nullable Long readBytes,
        EngineRun.Reached bound,
        List<String> notes) {}
