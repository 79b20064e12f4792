package nmos.reports.page;

import nmos.reports.chart.Numbers;

/// Phrases that several pages use.
final class Words {
    private Words() {}

    /// The names of ways, as they are printed.
    static String arrow(String name) {
        return name.replace("->", "\u2192");
    }

    /// "2.1 % above", "2.1 % below" or "equal to".
    static String beside(double share) {
        if (Double.isInfinite(share)) {
            return "infinitely far above";
        }
        if (share >= Numbers.TIMES) {
            return Numbers.brief(share + 1) + " times";
        }
        String percent = Numbers.percent(Math.abs(share));
        return percent.equals("0.0 %") ? "equal to" : percent + (share > 0 ? " above" : " below");
    }
}
