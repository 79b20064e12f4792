package nmos.reports.timeline;

import java.io.IOException;
import java.util.List;
import nmos.journal.DeviceSpans;
import nmos.reports.run.Run;
import org.jspecify.annotations.Nullable;

/// What happened in a run, in ns of its own clock. `zeroNs` is its first keystroke or submit, or the first command where that came
/// earlier: where two runs are laid over each other, both begin there. `endNs` is the last entry of the journal; `torn` says that the
/// journal stops without its end, as that of a run that was killed does.
///
/// `works` come in the order of their commands, passes among them. `device`: what streams of a GPU did, by its own events.
public record Timeline(
        Run run,
        long zeroNs,
        long endNs,
        boolean torn,
        List<Resource> resources,
        List<Work> works,
        List<Input> inputs,
        List<Turn> turns,
        List<TierUse> tiers,
        Steps fetchesInFlight,
        DeviceSpans device) {

    public Timeline {
        resources = List.copyOf(resources);
        works = List.copyOf(works);
        inputs = List.copyOf(inputs);
        turns = List.copyOf(turns);
        tiers = List.copyOf(tiers);
    }

    /// Reads the journal of a run.
    ///
    /// @throws UntoldException where more happened than there is room for; one line
    /// @throws IOException where there is none, it is damaged, or it is not that of the run's report; one line
    public static Timeline of(Run run) throws IOException {
        return TimelineReader.read(run, Room.ofThisProgram());
    }

    public @Nullable Resource resource(String name) {
        return resources.stream().filter(resource -> resource.name().equals(name)).findFirst().orElse(null);
    }

    public List<Work> passes() {
        return works.stream().filter(work -> work.what() instanceof Work.What.Pass).toList();
    }

    /// A work in a few words: "fetch layer 3", "layers 0 to 7 of pass 12".
    public String title(Work work) {
        return switch (work.what()) {
            case Work.What.Fetch fetch -> "fetch " + shards(fetch.shard(), fetch.shard());
            case Work.What.Move move -> "KV page " + move.page() + ", " + shards(move.first(), move.last());
            case Work.What.Compute compute -> shards(compute.first(), compute.last()) + " of pass " + compute.pass();
            case Work.What.Draft draft -> "draft for session " + draft.session();
            case Work.What.Pass pass -> "pass " + work.id() + ", " + pass.rows() + (pass.rows() == 1 ? " row" : " rows");
        };
    }

    private String shards(int first, int last) {
        String from = run.resolved().shards().get(first).name();
        return first == last ? from : from + " to " + run.resolved().shards().get(last).name();
    }
}
