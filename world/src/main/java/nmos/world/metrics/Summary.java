package nmos.world.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// The metrics of a whole run, over its counted turns.
///
/// `tokensPerSecond` is what one turn sees while its reply is said. `tokensPerSecondTotal` is all turns together: their tokens after
/// the first over the time in which at least one of them was being said; empty where one session is all there was, whose
/// two figures are the same. `tauMean` is what a pass yields to one turn in it, `tokensPerPass` what it yields to all.
public record Summary(
        int turns,
        int failedTurns,
        long tokens,
        Percentiles ttftVerifiedNs,
        Percentiles ttftDraftNs,
        Percentiles itlNs,
        Percentiles passNs,
        OptionalDouble tokensPerSecond,
        OptionalDouble tokensPerSecondEndToEnd,
        OptionalDouble tokensPerSecondTotal,
        OptionalDouble tauMean,
        OptionalDouble tokensPerPass) {

    private static final double NS_PER_SEC = 1e9;

    public static Summary of(List<Turn> all, List<Pass> allPasses) {
        List<Turn> counted = all.stream().filter(Turn::counted).toList();
        Percentiles ttft = new Percentiles();
        Percentiles ttftDraft = new Percentiles();
        Percentiles itl = new Percentiles();
        Percentiles pass = new Percentiles();
        long tokens = 0;
        long decodeTokens = 0;
        long decodeNs = 0;
        long wholeNs = 0;
        long tau = 0;
        long passes = 0;
        long passTokens = 0;
        for (Turn turn : counted) {
            turn.ttftDraftNs().ifPresent(ttftDraft::add);
            if (!turn.answered()) {
                continue;
            }
            ttft.add(turn.ttftVerifiedNs());
            tokens += turn.tokens();
            decodeTokens += turn.tokens() - turn.firstTokens();
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
                passTokens += p.tokens();
            }
        }
        return new Summary(
                counted.size(),
                (int) counted.stream().filter(turn -> turn.failed().isPresent()).count(),
                tokens,
                ttft,
                ttftDraft,
                itl,
                pass,
                perSecond(decodeTokens, decodeNs),
                perSecond(tokens, wholeNs),
                counted.stream().mapToInt(Turn::session).distinct().count() > 1
                        ? perSecond(decodeTokens, decodingNs(counted))
                        : OptionalDouble.empty(),
                mean(tau, passes),
                mean(passTokens, pass.count()));
    }

    /// How long at least one of the turns was between its first token and its last.
    private static long decodingNs(List<Turn> turns) {
        long sum = 0;
        long untilNs = Long.MIN_VALUE;
        for (Turn turn : turns.stream()
                .filter(Turn::answered)
                .sorted(Comparator.comparingLong(Turn::firstTokenNs))
                .toList()) {
            long fromNs = Math.max(untilNs, turn.firstTokenNs());
            long toNs = Math.max(fromNs, turn.firstTokenNs() + turn.decodeNs());
            sum += toNs - fromNs;
            untilNs = toNs;
        }
        return sum;
    }

    private static OptionalDouble mean(long sum, long count) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / count);
    }

    private static OptionalDouble perSecond(long amount, long ns) {
        return ns == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) amount / ns * NS_PER_SEC);
    }
}
