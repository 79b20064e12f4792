package nmos.harness.tune;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.harness.grid.Candidate.Played;
import org.jspecify.annotations.Nullable;

/// Settings whose outcomes are known without simulating: a formula, and chance that is partly the replication's and partly the setting's.
final class MadeUp implements Plays {
    /// What a setting comes to: figures, or null where it cannot be.
    interface Formula {
        double @Nullable [] of(Map<String, String> setting);
    }

    private final Formula formula;
    private final double noise;
    final AtomicInteger plays = new AtomicInteger();
    final Map<List<String>, Integer> entered = new HashMap<>();

    MadeUp(double noise, Formula formula) {
        this.formula = formula;
        this.noise = noise;
    }

    static double number(Map<String, String> setting, String path, double otherwise) {
        String value = setting.get(path);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    @Override
    public Entry enter(List<String> settings) {
        entered.merge(settings, 1, Integer::sum);
        Map<String, String> setting = new HashMap<>();
        settings.forEach(text -> setting.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1)));
        double[] figures = formula.of(setting);
        if (figures == null) {
            return new Refused("does not fit");
        }
        return (Open) (replication, goOn) -> {
            plays.incrementAndGet();
            double hard = new Random(31L * replication + 7).nextGaussian();
            double own = new Random(settings.hashCode() * 1_000_003L + replication).nextGaussian();
            double[] seen = figures.clone();
            for (int i = 0; i < seen.length; i++) {
                seen[i] *= Math.exp(noise * (hard + .3 * own));
            }
            return goOn.getAsBoolean() ? Optional.of(new Played(seen, 0)) : Optional.empty();
        };
    }
}
