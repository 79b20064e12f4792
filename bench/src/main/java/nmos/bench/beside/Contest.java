package nmos.bench.beside;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nmos.live.engine.ResidentEngine;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.llamacpp.Generation;
import nmos.llamacpp.LlamaCpp;
import nmos.llamacpp.ModelOptions;
import nmos.llamacpp.Sampling;

/// One file in both engines, which take turns. A time is the caller's: from the request to the first piece of text, or from
/// that piece to the end.
final class Contest implements AutoCloseable {
    private static final double NS_PER_SECOND = 1e9;
    private static final int CONTEXT = 2_048;
    /// Turns that do not count: the compiler needs a while, and the file has to come into memory.
    private static final int UNCOUNTED_ROUNDS = 2;

    private final BesideOptions options;
    private final ResidentEngine ours;
    private final LlamaCpp theirs;

    /// The text of a reply, nanoseconds to its first piece, and from there to the end; processor time of all of it.
    private record Timed(String text, long firstNs, long restNs, long cpuNs) {}

    Contest(BesideOptions options, Path model) {
        this.options = options;
        ours = ResidentEngine.load(model, options.threads());
        theirs = LlamaCpp.load(ModelOptions.of(model, CONTEXT, options.threads()));
    }

    /// Greedy text of both, which must be the same.
    String sameText() {
        String our = ours(prompt(16), options.tokens()).text();
        String their = theirs(prompt(16), options.tokens()).text();
        if (!our.equals(their)) {
            throw new IllegalStateException("the engines differ, so their speeds cannot be compared: '" + our + "' and '" + their + "'");
        }
        return our;
    }

    List<Rates> run() {
        List<Rates> all = new ArrayList<>();
        all.add(measure("decoding", prompt(3), options.tokens()));
        for (int rows : options.rows()) {
            all.add(measure("prompt of " + rows, prompt(rows), 1));
        }
        return all;
    }

    private Rates measure(String what, String prompt, int tokens) {
        double[] our = new double[options.rounds()];
        double[] their = new double[options.rounds()];
        double[] cpuShares = new double[options.rounds()];
        long warm = System.nanoTime() + options.warmUpSeconds() * 1_000_000_000L;
        do {
            ours(prompt, tokens);
        } while (System.nanoTime() < warm);
        for (int round = -UNCOUNTED_ROUNDS; round < options.rounds(); round++) {
            Timed before = round % 2 == 0 ? ours(prompt, tokens) : null;
            Timed reference = theirs(prompt, tokens);
            Timed measured = before == null ? ours(prompt, tokens) : before;
            if (round >= 0) {
                our[round] = rate(measured, prompt, tokens);
                their[round] = rate(reference, prompt, tokens);
                cpuShares[round] = (double) measured.cpuNs() / reference.cpuNs();
            }
        }
        return new Rates(what, our, their, cpuShares);
    }

    /// Of a prompt, where one token was asked for; of the tokens after the first, otherwise.
    private static double rate(Timed timed, String prompt, int tokens) {
        return tokens == 1
                ? rows(prompt) * NS_PER_SECOND / timed.firstNs()
                : (tokens - 1) * NS_PER_SECOND / timed.restNs();
    }

    private Timed ours(String prompt, int tokens) {
        long[] first = new long[1];
        long cpu = cpuNs(ProcessHandle.current());
        long begun = System.nanoTime();
        String text = ours.generate(prompt, tokens, new Sampler(SamplingOptions.GREEDY, 0), _ -> {
                    if (first[0] == 0) {
                        first[0] = System.nanoTime();
                    }
                })
                .text();
        long ended = System.nanoTime();
        return new Timed(text, first[0] - begun, ended - first[0], cpuNs(ProcessHandle.current()) - cpu);
    }

    private Timed theirs(String prompt, int tokens) {
        ProcessHandle child = ProcessHandle.of(theirs.pid().orElseThrow()).orElseThrow();
        long cpu = cpuNs(child);
        Generation reply = theirs.generate(prompt, tokens, new Sampling.Greedy(), true, _ -> {});
        return new Timed(reply.text(), reply.pieceNs()[0], reply.endNs() - reply.pieceNs()[0], cpuNs(child) - cpu);
    }

    /// In steps of 10 ms where the system counts in such.
    private static long cpuNs(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /// So many tokens: the start, the space that SentencePiece puts before a text, and digits, which never merge.
    private String prompt(int rows) {
        var text = new StringBuilder();
        for (int i = 0; i < rows - 2; i++) {
            text.append((char) ('0' + i * 7 % 10));
        }
        int our = ours.tokenizer().encode(text.toString(), true, false).length;
        int their = theirs.encode(text.toString()).length + 1;
        if (our != rows || their != rows) {
            throw new IllegalStateException("a prompt of " + rows + " tokens has " + our + " here and " + their + " in llama.cpp");
        }
        return text.toString();
    }

    private static int rows(String prompt) {
        return prompt.length() + 2;
    }

    @Override
    public void close() {
        theirs.close();
        ours.close();
    }
}
