package nmos.scenarios;

import java.math.BigInteger;
import java.util.Optional;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Placements;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario.Draft;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ShardShape;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Section;

/// What must hold between fields for a scenario to be possible at all. Errors name the field to change.
final class Possible {
    /// Nanoseconds of people's time that leave room for the machine's in a long: 2^60 are 36 years.
    private static final int LONGEST_BITS = 60;

    private static final long MOST_PAGES = 1 << 16;

    private Possible() {}

    static void check(Scenario s, Section fields) {
        context(s, fields);
        workload(s, fields);
        speculation(s, fields);
        reply(s, fields);
        page(s, fields);
        paging(s, fields);
        storage(s, fields);
        speeds(s, fields);
        for (int tier = 1; tier <= s.machine().top(); tier++) {
            budget(s, tier, fields);
        }
    }

    private static void reply(Scenario s, Section fields) {
        if (s.reply() == ReplyMode.DRAFT_THEN_ORACLE && s.draft() == null) {
            throw fields.need("reply").error("there is no draft whose words could be shown; name one under draft");
        }
    }

    /// Whatever follows may then multiply tokens by bytes.
    private static void context(Scenario s, Section fields) {
        Draft draft = s.draft();
        long perToken = Math.max(s.oracle().kvBytesPerToken(), draft == null ? 0 : draft.model().kvBytesPerToken());
        long tokens = (long) s.tokensPerSession() * s.workload().sessions();
        if (perToken > Long.MAX_VALUE / 4 / tokens) {
            throw fields.need("kv").section().need("tokensPerSession").error(tokens + " tokens of " + perToken
                    + " bytes of KV are more than any machine holds, lower it");
        }
    }

    private static void workload(Scenario s, Section fields) {
        Workload w = s.workload();
        if (w.contextTokens() > s.tokensPerSession()) {
            throw fields.need("kv").section().need("tokensPerSession").error("a session comes to hold " + w.contextTokens()
                    + " tokens (prompt and reply" + (w.freshContext() ? "" : " of every turn")
                    + "), raise it to that or shorten the workload");
        }
        BigInteger spanNs = BigInteger.valueOf(w.typingNs())
                .multiply(BigInteger.valueOf(w.promptTokens()))
                .add(BigInteger.valueOf(w.thinkNs()))
                .multiply(BigInteger.valueOf(w.turns()));
        if (spanNs.bitLength() > LONGEST_BITS) {
            throw fields.need("workload").error("typing and thinking take longer than 36 years in all, shorten them");
        }
        if (w.warmUpTurns() >= w.turns()) {
            throw fields.need("workload").section().need("warmUpTurns").error("no turn of " + w.turns()
                    + " is left to count, lower it");
        }
    }

    private static void speculation(Scenario s, Section fields) {
        if (s.speculation().kind() == Speculations.OFF) {
            return;
        }
        if (s.speculation().drafting() == Drafting.LOOKUP && s.lookup().matchPpm() == 0) {
            throw fields.error("'acceptance.lookup' is missing, say how often the prompt has something to offer");
        }
        if (s.speculation().drafting() != Drafting.LOOKUP && s.draft() == null) {
            throw fields.error("'draft' is missing, add it or set speculation.drafter to lookup");
        }
        if (s.acceptance() instanceof AcceptanceSpec.None && s.speculation().drafting() != Drafting.LOOKUP) {
            throw fields.error("'acceptance' is missing, say how often the draft is right");
        }
    }

    private static void page(Scenario s, Section fields) {
        long position = s.oracle().kvBytesPerToken();
        if (s.kv().pageBytes() < position) {
            throw fields.need("kv").section().need("pageBytes").error("a page of " + s.kv().pageBytes()
                    + " bytes does not hold one position, which takes " + position + "; raise it to a power of two above that");
        }
        long positions = s.kv().pageBytes() / position;
        long pages = s.workload().sessions() * ((s.tokensPerSession() + positions - 1) / positions);
        if (s.kv().kind() != KvPolicies.KEEP_ALL && pages > MOST_PAGES) {
            throw fields.need("kv").section().need("pageBytes").error(pages + " pages of " + positions
                    + " positions are more than the " + MOST_PAGES + " a policy keeps books of, raise it");
        }
    }

    /// What one session comes to hold has to be somewhere, unless it is folded.
    private static void paging(Scenario s, Section fields) {
        KvPolicies kind = s.kv().kind();
        if (kind != KvPolicies.LRU && kind != KvPolicies.BELOW) {
            return;
        }
        long perToken = s.oracle().kvBytesPerToken();
        long room = (kind == KvPolicies.BELOW ? 0 : s.kv().residentTokens() * perToken)
                + s.kv().spillBytes().stream().mapToLong(Long::longValue).sum();
        long need = s.workload().contextTokens() * perToken;
        if (room < need) {
            throw fields.need("kv").error("a session comes to hold " + need + " bytes of KV, and " + (kind == KvPolicies.BELOW ? "spill has" : "residentTokens and spill have") + " room for "
                    + room + "; raise kv.spill" + (kind == KvPolicies.BELOW ? "" : " or kv.residentTokens") + ", or shorten the workload");
        }
    }

    private static void storage(Scenario s, Section fields) {
        Machine.Tier storage = s.machine().tiers().getFirst();
        Draft draft = s.draft();
        long spill = s.kv().spillBytes().getFirst();
        if (spill > storage.budgetBytes()) {
            throw fields.need("kv").section().need("spill").section().need(storage.name()).error(spill + " bytes are more than the "
                    + storage.budgetBytes() + " left of '" + storage.name() + "', lower it");
        }
        long files = s.oracle().fileBytes() + (draft == null ? 0 : draft.model().fileBytes()) + spill;
        if (files > storage.budgetBytes()) {
            throw fields.need("oracle").error("the models and spilled KV take " + files + " bytes on '" + storage.name() + "', which has "
                    + storage.budgetBytes() + " left");
        }
    }

    /// A device that was measured with other weights says nothing about these.
    private static void speeds(Scenario s, Section fields) {
        for (Machine.Tier tier : s.machine().tiers()) {
            Machine.Device device = tier.device();
            if (device == null) {
                continue;
            }
            for (ShardShape shard : s.oracle().shards(Long.MAX_VALUE)) {
                Optional<TensorType> unknown = device.speed().unknown(shard.work());
                if (unknown.isPresent()) {
                    throw fields.need("machine").error("nobody measured how '" + device.name() + "' computes weights stored as "
                            + unknown.get() + ", as " + s.oracle().name() + " has; nmos calibrate --oracle FILE does");
                }
            }
        }
    }

    private static void budget(Scenario s, int tier, Section fields) {
        Machine.Tier place = s.machine().tiers().get(tier);
        Reserved reserved = Reserved.of(s).get(tier);
        long left = place.budgetBytes() - reserved.bytes();
        Draft draft = s.draft();
        if (reserved.spilledKvBytes() > place.budgetBytes()) {
            throw fields.need("kv").section().need("spill").section().need(place.name()).error(reserved.spilledKvBytes()
                    + " bytes are more than the " + place.budgetBytes() + " left of '" + place.name() + "', lower it");
        }
        if (left < 0) {
            throw fields.need(draft != null && draft.tier() == tier ? "draft" : "batching").error(
                    "draft and scratch take " + reserved.bytes() + " bytes of '" + place.name() + "', which has "
                            + place.budgetBytes() + " left, make them smaller");
        }
        if (s.placement().kind() == Placements.MMAP_LRU) {
            return;
        }
        long slots = s.placement().slots().get(tier) * s.oracle().largestLayerBytes();
        if (slots > left) {
            throw fields.need("placement").error(s.placement().slots().get(tier) + " slots of "
                    + s.oracle().largestLayerBytes() + " bytes do not fit the " + left + " bytes left of '" + place.name()
                    + "' after draft and scratch, lower placement.slots or shrink those");
        }
        long pin = s.placement().pinBytes().get(tier);
        if (pin != Long.MAX_VALUE && pin > left - slots) {
            throw fields.need("placement").section().need("pin").section().need(place.name()).error(pin
                    + " bytes are more than the " + (left - slots) + " left of '" + place.name()
                    + "' after draft, scratch and slots, lower it");
        }
    }
}
