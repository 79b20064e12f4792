package nmos.world.modelled;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kv.KvPolicies;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;

/// What figures leave out where minds are made up.
public final class Drawn {
    private Drawn() {}

    public static String typing(Scenario scenario) {
        return scenario.workload().typed() == null
                ? "People type at a constant rate."
                : "Typing is that of a trace without its text; tokens follow from characters.";
    }

    public static List<String> limits(Scenario scenario) {
        List<String> limits = new ArrayList<>();
        if (scenario.kv().kind() == KvPolicies.H2O) {
            limits.add("Where attention falls is drawn from the scenario's assumed shares; what folding does to the text is not known.");
        }
        if (scenario.anticipation().kind() == Anticipations.PREDICT && scenario.anticipation().predictTokens() > 0) {
            limits.add("How often the draft completes a prompt as it will be typed is the scenario's assumption.");
        }
        if (scenario.kv().kind() != KvPolicies.KEEP_ALL) {
            limits.add("The bound does not count KV that has to move.");
        }
        if (scenario.speculation().kind() != Speculations.OFF) {
            limits.add("Which guesses are accepted is drawn from the scenario's acceptance, not from a model.");
        }
        return limits;
    }
}
