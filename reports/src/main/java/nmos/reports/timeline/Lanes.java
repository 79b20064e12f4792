package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.journal.RunReport;
import nmos.reports.timeline.Work.What;

/// Which resource carries out which work, and all of a run's resources with what kept them busy.
final class Lanes {
    private static final String DRAFT = "draft";

    private final List<RunReport.Tier> tiers;
    /// those there are, nothing done yet
    private final SequencedMap<String, Resource> idle = new LinkedHashMap<>();

    Lanes(List<RunReport.Tier> tiers) {
        this.tiers = tiers;
        if (tiers.size() > 1) {
            declare(up(0), Resource.Kind.DRIVE, 0);
        }
        for (int hop = 1; hop < tiers.size() - 1; hop++) {
            declare(up(hop), Resource.Kind.LINK_UP, hop);
            declare(down(hop), Resource.Kind.LINK_DOWN, hop);
        }
        for (int tier = 0; tier < tiers.size(); tier++) {
            if (tiers.get(tier).computes()) {
                declare(tiers.get(tier).name() + " compute", Resource.Kind.COMPUTE, tier);
            }
        }
        declare(DRAFT, Resource.Kind.DRAFT, -1);
    }

    private void declare(String name, Resource.Kind kind, int tier) {
        idle.put(name, new Resource(name, kind, tier, List.of(), 0));
    }

    List<Resource> lay(List<Work> works) {
        SequencedMap<String, List<Work>> byName = new LinkedHashMap<>();
        for (Work work : works) {
            String name = resource(work);
            if (!name.isEmpty()) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(work);
            }
        }
        return idle.values().stream()
                .filter(resource -> resource.kind() != Resource.Kind.DRAFT || byName.containsKey(DRAFT))
                .map(resource -> Lane.lay(
                        resource.name(), resource.kind(), resource.tier(), byName.getOrDefault(resource.name(), List.of())))
                .toList();
    }

    /// Empty for a pass, which no one device carries out.
    private String resource(Work work) {
        return switch (work.what()) {
            case What.Fetch fetch -> up(fetch.from());
            case What.Move move -> Math.min(move.from(), move.to()) == 0 || move.to() > move.from()
                    ? up(Math.min(move.from(), move.to()))
                    : down(move.to());
            case What.Compute compute -> tiers.get(compute.tier()).name() + " compute";
            case What.Draft draft -> DRAFT;
            case What.Pass pass -> "";
        };
    }

    private String up(int hop) {
        return tiers.get(hop).name() + " -> " + tiers.get(hop + 1).name();
    }

    private String down(int hop) {
        return tiers.get(hop + 1).name() + " -> " + tiers.get(hop).name();
    }
}
