package nmos.live.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.TinyRun.Asked;
import nmos.scenarios.Composition;
import nmos.scenarios.Reserved;
import nmos.scenarios.Scenario;
import org.jspecify.annotations.Nullable;

/// Everything that can be set, drawn from a seed, on a machine with just enough room or more.
final class RandomSettings {
    private static final int TOKENS = 400;

    private final SplittableRandom random;
    private final List<String> settings = new ArrayList<>();
    private final boolean twoTiers;
    private final boolean ramComputes;
    private final boolean draft;
    private final boolean paged;
    private final int sessions;

    private RandomSettings(long seed) {
        random = new SplittableRandom(seed);
        twoTiers = one(5);
        ramComputes = !twoTiers && one(3);
        draft = !one(4);
        paged = one(2);
        sessions = 1 + random.nextInt(4);
    }

    static Asked of(long seed, Path folder) throws IOException {
        var drawn = new RandomSettings(seed);
        return drawn.asked(seed, folder);
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private void set(String path, Object value) {
        settings.add(path + "=" + value);
    }

    private Asked asked(long seed, Path folder) throws IOException {
        boolean typed = one(3);
        Typing typing = typed ? Typing.of(seed, sessions, 1 + random.nextInt(3)) : null;
        workload(typed);
        speculation();
        set("anticipation.kind", pick("none", "warm", "prefill", "predict"));
        set("anticipation.predictTokens", random.nextInt(7));
        if (one(4)) {
            set("anticipation.unloadAfter", 1 + random.nextInt(20) + "ms");
        }
        set("batching.kind", pick("one-session", "fifo", "shortest-remaining", "semi-clairvoyant"));
        set("batching.maxRows", 1 + random.nextInt(64));
        set("batching.maxSessions", 1 + random.nextInt(4));
        set("batching.patience", 1 + random.nextInt(5));
        set("placement.kind", pick("pinned", "pinned", "hybrid", "mmap-lru"));
        set("placement.rows", 1 + random.nextInt(16));
        set("placement.slots.vram", 1 + random.nextInt(3));
        if (!twoTiers) {
            set("placement.slots.ram", 1 + random.nextInt(5));
        }
        set("river.kind", pick("on-demand", "double-buffer", "just-in-time"));
        set("river.fetchesPerHop", 1 + random.nextInt(3));
        set("seed", seed);
        if (draft && one(4)) {
            set("reply", "draft-then-oracle");
        }
        kv();
        Asked asked = asked(folder, new TinyMachine(twoTiers ? 0 : 80_000_000, 80_000_000, ramComputes, linkBytesPerSec()), typing)
                .sampling(sampling());
        return sized(asked);
    }

    private Asked asked(Path folder, TinyMachine machine, @Nullable Typing typing) {
        Asked asked = new Asked(folder, settings.toArray(String[]::new)).on(machine);
        Asked with = draft ? asked : asked.alone();
        return typing == null ? with : with.typing(typing);
    }

    private long linkBytesPerSec() {
        return 100_000_000L << random.nextInt(5);
    }

    private void workload(boolean typed) {
        set("workload.freshContext", random.nextBoolean());
        set("workload.sharedPrefixTokens", one(3) ? random.nextInt(130) : 0);
        set("workload.thinkTime", random.nextInt(10) + "ms");
        set("workload.pauseAfter", 1 + random.nextInt(5) + "ms");
        set("kv.tokensPerSession", TOKENS);
        if (typed) {
            set("workload.openLoop", random.nextBoolean());
        } else {
            set("workload.sessions", sessions);
            set("workload.turns", 1 + random.nextInt(3));
            set("workload.promptTokens", 1 + random.nextInt(40));
            set("workload.replyTokens", 1 + random.nextInt(20));
            set("workload.typingPerToken", random.nextInt(3) + "ms");
        }
    }

    private void speculation() {
        set("speculation.kind", pick("off", "chain", "chain", "tree-static", "tree-adaptive"));
        set("speculation.drafter", draft ? pick("model", "lookup", "either") : "lookup");
        set("speculation.k", 1 + random.nextInt(8));
        set("speculation.maxNodes", 1 + random.nextInt(24));
        set("speculation.maxDepth", 1 + random.nextInt(8));
        set("speculation.branch", 1 + random.nextInt(4));
        List<Integer> widths = new ArrayList<>();
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            widths.add(1 + random.nextInt(depth > 3 ? 1 : 3));
        }
        set("speculation.widths", widths);
        set("speculation.whilePass", random.nextBoolean());
    }

    private void kv() {
        if (!paged) {
            return;
        }
        set("kv.policy", one(5) ? "h2o" : "lru");
        set("kv.heavyTokens", 1 + random.nextInt(200));
        set("kv.recentTokens", 1 + random.nextInt(200));
        set("kv.pageBytes", pick("64KiB", "128KiB"));
        set("kv.residentTokens", Math.min(TOKENS * sessions, TOKENS + random.nextInt(TOKENS * sessions)));
        if (!twoTiers) {
            set("kv.spill.ram", pick("64KiB", "200KiB", "1MiB", "2MiB"));
        }
        if (!one(3)) {
            set("kv.spill.ssd", pick("256KiB", "4MiB"));
        }
    }

    private SamplingOptions sampling() {
        return one(3)
                ? new SamplingOptions(0.5f + random.nextInt(3) / 2f, one(2) ? 0 : 20, one(2) ? 1 : 0.9f, one(2) ? 0 : 0.02f, one(2) ? 1 : 1.2f, 32)
                : SamplingOptions.GREEDY;
    }

    /// What must be there, and a part of the model beside it, or all of it.
    private Asked sized(Asked asked) throws IOException {
        Scenario scenario = asked.with(pins(0)).scenario();
        Composition made = Composition.of(scenario);
        long kvBytes = made.resolved().kvBytesPerToken() * made.facts().kv().residentTokens();
        long[] least = new long[made.facts().tiers().size()];
        for (int tier = 1; tier < least.length; tier++) {
            Reserved reserved = made.resolved().reserved().get(tier);
            least[tier] = reserved.bytes() + made.resolved().slots().get(tier) * made.resolved().slotBytes()
                    + (made.facts().tiers().get(tier).computes() ? kvBytes : 0);
        }
        long ram = twoTiers ? 0 : least[1] + extra();
        TinyMachine machine = new TinyMachine(ram, least[least.length - 1] + extra(), ramComputes, asked.machine().linkBytesPerSec());
        return asked.on(machine).with(pins(one(3) ? 0 : Long.MAX_VALUE));
    }

    private long extra() {
        return one(3) ? 0 : random.nextInt(1_300_000);
    }

    private List<String> pins(long bytes) {
        String each = bytes == 0 ? "0B" : "all";
        return twoTiers
                ? List.of("placement.pin.vram=" + each)
                : List.of("placement.pin.vram=" + each, "placement.pin.ram=" + each);
    }
}
