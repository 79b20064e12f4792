package nmos.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.journal.RunReport;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Turn;
import nmos.world.run.RunWatch;

/// What anticipation saved: the time to the first token of each turn without it, less that with it, of the same typing from the
/// same seed. Where it hurts the difference is negative.
public final class SavedByTyping {
    private record Key(int session, int index) {}

    private SavedByTyping() {}

    /// Over the counted turns of `replications` replications that are answered both with and without. One that is answered only
    /// without counts as hurt.
    public static RunReport.SavedByTyping of(Simulation with, int replications, RunWatch watch) throws IOException {
        Simulation without = with.withoutAnticipation();
        Pairs pairs = new Pairs();
        for (int replication = 0; replication < replications && watch.goOn(replication); replication++) {
            pairs.add(turns(without, replication), turns(with, replication));
        }
        return pairs.saved();
    }

    /// The same over the turns of one replication, which was played without and with.
    public static RunReport.SavedByTyping between(List<Turn> without, List<Turn> with) {
        Pairs pairs = new Pairs();
        pairs.add(without, with);
        return pairs.saved();
    }

    /// Turns that were answered both ways.
    private static final class Pairs {
        private final List<Long> afterNs = new ArrayList<>();
        private final List<Long> beforeNs = new ArrayList<>();
        private final List<Long> savedNs = new ArrayList<>();
        private int lost;

        void add(List<Turn> without, List<Turn> with) {
            Map<Key, Long> before = new HashMap<>();
            for (Turn turn : without) {
                if (turn.counted() && turn.answered()) {
                    before.put(new Key(turn.session(), turn.index()), turn.ttftVerifiedNs());
                }
            }
            for (Turn turn : with) {
                Long was = turn.counted() && turn.answered() ? before.remove(new Key(turn.session(), turn.index())) : null;
                if (was != null) {
                    beforeNs.add(was);
                    afterNs.add(turn.ttftVerifiedNs());
                    savedNs.add(was - turn.ttftVerifiedNs());
                }
            }
            lost += before.size();
        }

        RunReport.SavedByTyping saved() {
            int hurt = lost + (int) savedNs.stream().filter(saved -> saved < 0).count();
            return new RunReport.SavedByTyping(
                    savedNs.size(), hurt, spread(beforeNs), spread(afterNs), spread(savedNs));
        }
    }

    private static List<Turn> turns(Simulation simulation, int replication) {
        return simulation.play(replication, new HeapCalendar(), simulation.policy()).turns();
    }

    /// Exact, by nearest rank: a saving may be negative, which no histogram here takes.
    private static RunReport.Spread spread(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return new RunReport.Spread(0, 0, 0, 0);
        }
        long mean = Math.round(Arrays.stream(sorted).average().orElse(0));
        return new RunReport.Spread(at(sorted, 10), at(sorted, 50), at(sorted, 90), mean);
    }

    private static long at(long[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
