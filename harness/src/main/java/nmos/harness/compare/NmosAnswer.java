package nmos.harness.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the child that ran nmos says of it, as one line of JSON. `readyAtMs`, by the wall clock, is when its person could begin to
/// type; `prompts` are the tokens that each reply was given to.
record NmosAnswer(
        List<EngineTurn> turns,
        List<List<Integer>> prompts,
        long readyAtMs,
        @Nullable Long peakBytes,
        @Nullable Long readBytes,
        EngineRun.Reached bound,
        List<String> notes) {}
