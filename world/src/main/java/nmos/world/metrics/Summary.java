package nmos.world.metrics;

import java.util.List;
import java.util.OptionalDouble;

/// The metrics of a whole run, over its counted turns.
public record Summary(
        int turns,
        int failedTurns,
        long tokens,
        Percentiles ttftVerifiedNs,
        Percentiles itlNs,
        Percentiles passNs,
        OptionalDouble tokensPerSecond,
        OptionalDouble tokensPerSecondEndToEnd,
        OptionalDouble tauMean) {

    private static final double NS_PER_SEC = 1e9;

    public static Summary of(List<Turn> all, List<Pass> allPasses) {
        List<Turn> counted = all.stream().filter(Turn::counted).toList();
        Percentiles ttft = new Percentiles();
        Percentiles itl = new Percentiles();
        Percentiles pass = new Percentiles();
        long tokens = 0;
        long decodeTokens = 0;
        long decodeNs = 0;
        long wholeNs = 0;
        long tau = 0;
        long passes = 0;
        for (Turn turn : counted) {
            if (!turn.answered()) {
                continue;
            }
            ttft.add(turn.ttftVerifiedNs());
            tokens += turn.tokens();
            decodeTokens += turn.tokens() - 1;
            decodeNs += turn.decodeNs();
            wholeNs += turn.ttftVerifiedNs() + turn.decodeNs();
            for (int t : turn.tau()) {
                tau += t;
                passes++;
            }
            for (long ns : turn.itlNs()) {
                itl.add(ns);
            }
        }
        for (Pass p : allPasses) {
            if (p.counted() && p.decode()) {
                pass.add(p.ns());
            }
        }
        return new Summary(
                counted.size(),
                (int) counted.stream().filter(turn -> turn.failed().isPresent()).count(),
                tokens,
                ttft,
                itl,
                pass,
                perSecond(decodeTokens, decodeNs),
                perSecond(tokens, wholeNs),
                passes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) tau / passes));
    }

    private static OptionalDouble perSecond(long amount, long ns) {
        return ns == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) amount / ns * NS_PER_SEC);
    }
}
