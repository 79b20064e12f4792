package nmos.harness.gates;

import java.util.List;

/// How long playing a scenario took in each JVM, by build, in ns.
public record Speed(String scenario, List<Long> baseNs, List<Long> headNs, SlowDown slowDown) {
    public Speed {
        baseNs = List.copyOf(baseNs);
        headNs = List.copyOf(headNs);
    }
}
