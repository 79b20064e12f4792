package nmos.harness.gates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Times from rounds of four JVMs each, in the order base, head, head, base, so that a machine that gets slower or faster meanwhile does
/// so to both alike.
///
/// A pair is a base and the head beside it. Base and base where rounds meet are neighbours of the same: their ratio has to be 1, and how
/// far it is from that is what the machine does. Head and head would say the same, but for a head that is now fast and now slow, which
/// is no fault of the machine.
///
/// `leftOut`: scenarios that are not compared, and why.
record Rounds(SequencedMap<String, List<Long>> base, SequencedMap<String, List<Long>> head, SequencedMap<String, String> leftOut) {
    static final int PAIRS_A_ROUND = 2;

    Rounds() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void leaveOut(String scenario, String why) {
        base.remove(scenario);
        head.remove(scenario);
        leftOut.put(scenario, why);
    }

    void base(String scenario, long ns) {
        base.computeIfAbsent(scenario, _ -> new ArrayList<>()).add(ns);
    }

    void head(String scenario, long ns) {
        head.computeIfAbsent(scenario, _ -> new ArrayList<>()).add(ns);
    }

    Collection<String> scenarios() {
        return base.sequencedKeySet();
    }

    List<Long> baseNs(String scenario) {
        return base.getOrDefault(scenario, List.of());
    }

    List<Long> headNs(String scenario) {
        return head.getOrDefault(scenario, List.of());
    }

    /// Logarithms of head over base, pair by pair.
    List<Double> ratios(String scenario) {
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < headNs(scenario).size(); pair++) {
            ratios.add(Math.log((double) headNs(scenario).get(pair) / baseNs(scenario).get(pair)));
        }
        return ratios;
    }

    /// Logarithms of the later over the earlier of neighbours of base.
    List<Double> ratiosOfTheSame(String scenario) {
        List<Double> ratios = new ArrayList<>();
        for (int last = 1; last + 1 < baseNs(scenario).size(); last += PAIRS_A_ROUND) {
            ratios.add(Math.log((double) baseNs(scenario).get(last + 1) / baseNs(scenario).get(last)));
        }
        return ratios;
    }
}
