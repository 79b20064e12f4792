package nmos.scenarios;

import java.util.ArrayList;
import java.util.Arrays;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// The `kv` and `attention` sections, read and written.
final class KvFile {
    private static final int MOST_TOKENS = 1 << 24;
    private static final long PAGE_BYTES = 16L << 20;
    private static final long SMALLEST_PAGE = 64L << 10;
    private static final long LARGEST_PAGE = 256L << 20;
    /// H2O keeps a tenth of the context for heavy hitters and a tenth for recent tokens where it loses next to nothing.
    private static final int SHARE_KEPT = 10;

    /// What the section says: the knobs of the policy, and how long a context may get.
    record Kv(KvKnobs knobs, int tokensPerSession) {}

    private KvFile() {}

    static Kv read(Section fields, Machine machine, int sessions) {
        int tokens = fields.need("tokensPerSession").count(1, MOST_TOKENS);
        KvPolicies kind = fields.get("policy", v -> v.choice(Arrays.asList(KvPolicies.values()), k -> k.label),
                KvPolicies.KEEP_ALL);
        long pageBytes = fields.get("pageBytes", KvFile::pageBytes, PAGE_BYTES);
        long all = (long) tokens * sessions;
        long resident = fields.get("residentTokens", v -> v.integer(1, all), all);
        if (kind == KvPolicies.KEEP_ALL && resident != all) {
            throw fields.need("residentTokens").error("keep-all moves nothing, so it needs room for all " + all
                    + " tokens; set kv.policy to lru or h2o, or leave this out");
        }
        var spill = new ArrayList<Long>();
        machine.tiers().forEach(_ -> spill.add(0L));
        fields.maybe("spill").ifPresent(s -> s.section().entries().forEach((tier, value) ->
                spill.set(below(value, tier, machine, kind), value.bytes())));
        int kept = Math.max(1, tokens / SHARE_KEPT);
        var knobs = new KvKnobs(kind, pageBytes, resident, spill,
                fields.get("heavyTokens", v -> v.count(1, MOST_TOKENS), kept),
                fields.get("recentTokens", v -> v.count(1, MOST_TOKENS), kept));
        return new Kv(knobs, tokens);
    }

    private static long pageBytes(Value value) {
        long bytes = value.bytes();
        if (bytes < SMALLEST_PAGE || bytes > LARGEST_PAGE || Long.bitCount(bytes) != 1) {
            throw value.error("a page of " + bytes + " bytes is none of the powers of two from 64 KiB to 256 MiB");
        }
        return bytes;
    }

    private static int below(Value value, String name, Machine machine, KvPolicies kind) {
        int tier = machine.tierNames().indexOf(name);
        if (tier < 0) {
            throw value.error(Spelling.unknown("tier", name, machine.tierNames()));
        }
        if (tier == machine.top()) {
            throw value.error("nothing spills into the top tier; kv.residentTokens says what stays there");
        }
        if (kind == KvPolicies.KEEP_ALL) {
            throw value.error("keep-all moves nothing; set kv.policy to lru or h2o, or leave this out");
        }
        return tier;
    }

    static void write(YamlWriter out, Scenario s) {
        KvKnobs kv = s.kv();
        out.word("policy", kv.kind().label)
                .bytes("pageBytes", kv.pageBytes())
                .word("tokensPerSession", s.tokensPerSession())
                .word("residentTokens", kv.residentTokens());
        if (kv.kind() != KvPolicies.KEEP_ALL) {
            out.section("spill", () -> {
                for (int tier = 0; tier < s.machine().top(); tier++) {
                    out.bytes(YamlWriter.quoted(s.machine().tierNames().get(tier)), kv.spillBytes().get(tier));
                }
            });
        }
        out.word("heavyTokens", kv.heavyTokens()).word("recentTokens", kv.recentTokens());
    }

    static AttentionSpec attention(Section fields, boolean takesTime) {
        AttentionSpec assumed = AttentionSpec.assumed(takesTime);
        int sink = fields.get("sink", Value::sharePpm, assumed.sinkPpm());
        int recent = fields.get("recent", Value::sharePpm, assumed.recentPpm());
        if (sink + recent > 1_000_000) {
            throw fields.error("sink and recent are shares of one whole and must not add up to more than 1");
        }
        return new AttentionSpec(
                fields.get("takesTime", Value::flag, assumed.takesTime()),
                sink,
                recent,
                fields.get("recentTokens", v -> v.count(1, MOST_TOKENS), assumed.recentTokens()),
                fields.get("zipfMilli", v -> v.count(0, 950), assumed.zipfMilli()));
    }

    static void write(YamlWriter out, AttentionSpec attention) {
        out.word("takesTime", attention.takesTime())
                .share("sink", attention.sinkPpm())
                .share("recent", attention.recentPpm())
                .word("recentTokens", attention.recentTokens())
                .word("zipfMilli", attention.zipfMilli());
    }
}
