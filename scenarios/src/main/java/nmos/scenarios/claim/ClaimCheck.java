package nmos.scenarios.claim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ModelShape;

/// A claim against the arithmetic of the machine and the model it was made for, line by line.
public record ClaimCheck(List<Line> lines) {
    /// Two figures are the same if they differ by less than this share: published ones are rounded.
    private static final BigDecimal TOLERANCE = new BigDecimal("0.01");
    private static final MathContext EXACT = new MathContext(34);
    private static final BigDecimal NS_PER_S = BigDecimal.valueOf(1_000_000_000);

    /// One assumption: how it was stated, whether it holds, and what is true.
    public record Line(String stated, boolean holds, String truth) {}

    public ClaimCheck {
        lines = List.copyOf(lines);
    }

    public static ClaimCheck of(Claim claim, Machine machine, ModelShape oracle) {
        return new ClaimCheck(List.of(
                formula(claim),
                shard(claim, oracle),
                storage(claim, machine),
                accepted(claim),
                corrected(claim, machine, oracle)));
    }

    /// Time per token by the claim's own formula.
    public static BigDecimal claimedNsPerToken(Claim claim) {
        return BigDecimal.valueOf(claim.passNs()).divide(tokensByFormula(claim), EXACT);
    }

    /// Tokens a pass yields when a chain of `k` guesses is verified: the guesses accepted before the first wrong one, and the
    /// token the oracle adds itself. That is `1 + a + a^2 + ... + a^k`.
    public static BigDecimal tokensPerPass(Claim claim) {
        BigDecimal acceptance = acceptance(claim);
        BigDecimal tokens = BigDecimal.ZERO;
        BigDecimal reached = BigDecimal.ONE;
        for (int depth = 0; depth <= claim.k(); depth++) {
            tokens = tokens.add(reached, EXACT);
            reached = reached.multiply(acceptance, EXACT);
        }
        return tokens;
    }

    /// Time per token when every byte of a pass comes from storage and a pass yields what a chain yields.
    public static BigDecimal correctedNsPerToken(Claim claim, Machine machine, ModelShape oracle) {
        return passNs(machine, oracle).divide(tokensPerPass(claim), EXACT);
    }

    private static Line formula(Claim claim) {
        BigDecimal ns = claimedNsPerToken(claim);
        String stated = ms(BigDecimal.valueOf(claim.passNs()), 0) + " / (" + claim.k() + " x " + acceptance(claim).toPlainString()
                + ") = " + ms(BigDecimal.valueOf(claim.publishedNsPerToken()), 1) + "/token";
        return new Line(stated, same(ns, BigDecimal.valueOf(claim.publishedNsPerToken())),
                "the formula gives " + ms(ns, 1) + "/token");
    }

    private static Line shard(Claim claim, ModelShape oracle) {
        BigDecimal shard = BigDecimal.valueOf(claim.shardBytes());
        BigDecimal pass = BigDecimal.valueOf(oracle.passBytes());
        int layers = oracle.architecture().layers();
        BigDecimal layer = pass.subtract(BigDecimal.valueOf(oracle.head().bytes()))
                .divide(BigDecimal.valueOf(layers), EXACT);
        return new Line("a pass reads one shard of " + mb(shard, 0), same(shard, pass),
                "a pass reads " + gb(pass, 3) + ": " + layers + " layers of " + mb(layer, 1) + " and a head of "
                        + gb(BigDecimal.valueOf(oracle.head().bytes()), 2) + "; " + mb(shard, 0) + " is "
                        + percent(shard.divide(pass, EXACT)) + " of it");
    }

    private static Line storage(Claim claim, Machine machine) {
        BigDecimal quoted = BigDecimal.valueOf(machine.hops().getFirst().bytesPerSecUp().value());
        BigDecimal shard = BigDecimal.valueOf(claim.shardBytes());
        BigDecimal implied = shard.multiply(NS_PER_S).divide(BigDecimal.valueOf(claim.passNs()), EXACT);
        return new Line(machine.tiers().getFirst().name() + " reads at " + gb(quoted, 2) + "/s", same(implied, quoted),
                mb(shard, 0) + " in " + ms(BigDecimal.valueOf(claim.passNs()), 0) + " is " + gb(implied, 2) + "/s; at "
                        + gb(quoted, 2) + "/s the shard takes " + ms(shard.multiply(NS_PER_S).divide(quoted, EXACT), 0));
    }

    private static Line accepted(Claim claim) {
        BigDecimal tokens = tokensPerPass(claim);
        BigDecimal stated = tokensByFormula(claim);
        return new Line("a pass yields k x acceptance = " + number(stated, 2) + " tokens", same(tokens, stated),
                "a chain of " + claim.k() + " at " + acceptance(claim).toPlainString() + " yields " + number(tokens, 2)
                        + " tokens, the oracle's own included: the first wrong guess ends it");
    }

    private static Line corrected(Claim claim, Machine machine, ModelShape oracle) {
        BigDecimal published = BigDecimal.valueOf(claim.publishedNsPerToken());
        BigDecimal corrected = correctedNsPerToken(claim, machine, oracle);
        BigDecimal quoted = BigDecimal.valueOf(machine.hops().getFirst().bytesPerSecUp().value());
        return new Line(ms(published, 1) + "/token", same(corrected, published),
                gb(BigDecimal.valueOf(oracle.passBytes()), 3) + " at " + gb(quoted, 2) + "/s are "
                        + seconds(passNs(machine, oracle)) + " a pass; for " + number(tokensPerPass(claim), 2) + " tokens that is "
                        + seconds(corrected) + "/token, " + number(corrected.divide(published, EXACT), 0)
                        + " times the claim");
    }

    private static BigDecimal passNs(Machine machine, ModelShape oracle) {
        return BigDecimal.valueOf(oracle.passBytes()).multiply(NS_PER_S)
                .divide(BigDecimal.valueOf(machine.hops().getFirst().bytesPerSecUp().value()), EXACT);
    }

    private static BigDecimal tokensByFormula(Claim claim) {
        return acceptance(claim).multiply(BigDecimal.valueOf(claim.k()));
    }

    private static BigDecimal acceptance(Claim claim) {
        return BigDecimal.valueOf(claim.acceptancePpm(), 6).stripTrailingZeros();
    }

    private static boolean same(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(b.abs().multiply(TOLERANCE)) <= 0;
    }

    /// The lines as text, one verdict each.
    public String text() {
        return lines.stream()
                .map(line -> (line.holds() ? "holds   " : "breaks  ") + line.stated() + "\n        " + line.truth() + "\n")
                .collect(Collectors.joining());
    }

    private static String number(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    private static String ms(BigDecimal ns, int decimals) {
        return number(ns.movePointLeft(6), decimals) + " ms";
    }

    private static String seconds(BigDecimal ns) {
        return number(ns.movePointLeft(9), 2) + " s";
    }

    private static String mb(BigDecimal bytes, int decimals) {
        return number(bytes.movePointLeft(6), decimals) + " MB";
    }

    private static String gb(BigDecimal bytes, int decimals) {
        return number(bytes.movePointLeft(9), decimals) + " GB";
    }

    private static String percent(BigDecimal share) {
        return number(share.movePointRight(2), 2) + " %";
    }
}
