package nmos.harness.tune;

import nmos.harness.grid.Amount;

/// How great a value of a field is beside others of the same field, whatever units they are written in. What the scenario's reader makes
/// of a value is its own affair.
final class Quantity {
    private Quantity() {}

    /// NaN where the text is no number, infinite for the words that mean there is no limit.
    static double of(String text) {
        String value = text.strip();
        if (value.equals("all") || value.equals("never")) {
            return Double.POSITIVE_INFINITY;
        }
        return Amount.of(value).map(amount -> amount.value().doubleValue()).orElse(Double.NaN);
    }
}
