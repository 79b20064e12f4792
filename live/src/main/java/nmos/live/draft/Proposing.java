package nmos.live.draft;

import nmos.live.sampling.SamplingOptions;

/// How a draft model chooses what to propose. At temperature 0 the likeliest tokens, by rank. Else tokens drawn from what
/// temperature, top-k, top-p and min-p leave of its own distribution, which is what the oracle's sampler does to the
/// oracle's; repetition penalties are not applied, as a proposal may come from any distribution and stay lossless.
///
/// What is drawn to follow a text depends on `stream` and on that text alone, so a run can be repeated whatever else was
/// drafted in between. Name a stream for each session and turn, and do not sample the oracle's text from the same seed.
public record Proposing(SamplingOptions options, long stream) {
    public static final Proposing GREEDY = new Proposing(SamplingOptions.GREEDY, 0);

    public Proposing {
        options = new SamplingOptions(options.temperature(), options.topK(), options.topP(), options.minP(), 1, 0);
    }

    boolean draws() {
        return options.temperature() > 0;
    }
}
