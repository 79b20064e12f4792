package nmos.bench.tune;

import java.util.List;
import java.util.stream.Stream;
import nmos.harness.grid.Axes;
import nmos.harness.tune.Aim;
import nmos.harness.tune.Goal;
import nmos.harness.tune.Limit;

/// A shipped scenario, a goal, and a grid of a thousand points to find it in.
record Contest(String name, String scenario, List<String> settings, String goal, List<String> limits, List<String> vary) {

    static final List<Contest> ALL = List.of(
            new Contest("tree", "04-chain-or-tree", List.of("workload.turns=9"), "max tokens_per_second", List.of(),
                    List.of("placement.kind=pinned,hybrid", "placement.rows=1,4,16,64,256", "speculation.maxNodes=1,2,3,4,6,8,16,32,64,128",
                            "speculation.maxDepth=1,2,4,8,24", "speculation.branch=1,4")),
            new Contest("chain", "09-draft-while-waiting", List.of(), "max tokens_per_second", List.of("itl_ms.p95 <= 60"),
                    List.of("placement.kind=pinned,hybrid", "placement.rows=1,4,16,64,128", "river.kind=double-buffer,just-in-time",
                            "speculation.whilePass=true,false", "speculation.k=1..25")),
            new Contest("people", "07-two-people", List.of("speculation.kind=chain"), "max tokens_per_second_total",
                    List.of("ttft_verified_ms.p80 <= 4000"),
                    List.of("placement.kind=pinned,hybrid", "placement.pin.vram=0.5 GB,1.5 GB,2.5 GB,3.5 GB,4 GB",
                            "batching.kind=one-session,fifo,shortest-remaining,semi-clairvoyant", "speculation.k=1..25")));

    Aim aim() {
        return new Aim(Goal.parse(goal), limits.stream().map(limit -> Limit.parse("--subject-to", limit)).toList());
    }

    Axes axes() {
        return Axes.parse(vary);
    }

    /// What a person would type for it.
    String command(int evaluations, int replications, long seed) {
        Stream<String> words = Stream.of(
                        Stream.of("nmos", "tune", scenario, "--goal", "'" + goal + "'"),
                        limits.stream().flatMap(limit -> Stream.of("--subject-to", "'" + limit + "'")),
                        settings.stream().flatMap(setting -> Stream.of("--set", setting)),
                        vary.stream().flatMap(axis -> Stream.of("--vary", axis.contains(" ") ? "'" + axis + "'" : axis)),
                        Stream.of("--evaluations", "" + evaluations, "--replications", "" + replications, "--seed", "" + seed))
                .flatMap(all -> all);
        return String.join(" ", words.toList());
    }
}
