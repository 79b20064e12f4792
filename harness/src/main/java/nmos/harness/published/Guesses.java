package nmos.harness.published;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.shape.ModelShape;

/// Chains of `k` guesses of which `accepted` are right, on average, by a draft model.
record Guesses(int k, double accepted, ModelShape draft) {
    private static final Pattern CHAIN = Pattern.compile("K=(\\d{1,4})\\b");
    private static final Pattern SHARE = Pattern.compile("accept\\w*\\s*~?\\s*(\\d{1,3}(?:\\.\\d{1,9})?)(\\s*%)?");
    private static final Pattern DRAFT = Pattern.compile("draft ([^,;]+?)( (code|prose) prompt| accept|$)");

    static Optional<Guesses> of(Measurement row) {
        String spec = row.text("spec");
        Matcher chain = CHAIN.matcher(spec);
        Matcher draft = DRAFT.matcher(spec);
        if (!chain.find() || !draft.find()) {
            return Optional.empty();
        }
        int k = Integer.parseInt(chain.group(1));
        OptionalDouble accepted = accepted(row, spec, k);
        Optional<ModelShape> model = Models.draft(draft.group(1));
        return k < 1 || k > 1024 || accepted.isEmpty() || model.isEmpty() || accepted.getAsDouble() > k
                ? Optional.empty()
                : Optional.of(new Guesses(k, accepted.getAsDouble(), model.get()));
    }

    private static OptionalDouble accepted(Measurement row, String spec, int k) {
        OptionalDouble stated = row.number("accepted_per_iter");
        if (stated.isPresent()) {
            return stated;
        }
        Matcher share = SHARE.matcher(spec);
        return share.find()
                ? OptionalDouble.of(k * Double.parseDouble(share.group(1)) / (share.group(2) == null ? 1 : 100))
                : OptionalDouble.empty();
    }

    double tau() {
        return 1 + accepted;
    }

    /// The chance of each guess, given that those before it were right, that makes as many right: `p + p^2 + ... + p^k`.
    double chance() {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double p = (low + high) / 2;
            double sum = 0;
            for (int i = k; i > 0; i--) {
                sum = p * (1 + sum);
            }
            if (sum < accepted) {
                low = p;
            } else {
                high = p;
            }
        }
        return low;
    }
}
