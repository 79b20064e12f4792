package nmos.cli;

import nmos.live.sampling.SamplingOptions;
import picocli.CommandLine.Option;

/// How a model is computed here and its tokens chosen.
final class Computing {
    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--temp", paramLabel = "X", description = "Temperature; default: 0, always the likeliest token.")
    private float temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw among the K likeliest; default: 0, all.")
    private int topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Draw among the likeliest that make up P; default: 1.")
    private float topP = 1;

    @Option(names = "--min-p", paramLabel = "P", description = "Leave out what is under P of the likeliest; default: 0.")
    private float minP;

    int threads() {
        return Threads.check(threads);
    }

    SamplingOptions sampling(float repetitionPenalty) {
        try {
            return new SamplingOptions(
                    temperature, topK, topP, minP, repetitionPenalty, SamplingOptions.GREEDY.penaltyWindow());
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(String.valueOf(wrong.getMessage()));
        }
    }
}
