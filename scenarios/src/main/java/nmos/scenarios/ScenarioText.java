package nmos.scenarios;

import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.scenarios.Scenario.Draft;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.claim.Claim;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.yaml.YamlWriter;

/// Writes a scenario out in full.
final class ScenarioText {
    private ScenarioText() {}

    static String of(Scenario s) {
        var out = new YamlWriter();
        out.text("name", s.name()).text("about", s.about());
        out.section("machine", () -> MachineFile.write(out, s.machine()));
        out.section("oracle", () -> ModelFile.write(out, s.oracle()));
        Draft draft = s.draft();
        if (draft != null) {
            out.section("draft", () -> out.section("model", () -> ModelFile.write(out, draft.model()))
                    .text("tier", s.machine().tierNames().get(draft.tier())));
        }
        out.section("placement", () -> placement(out, s));
        out.section("river", () -> out.word("kind", s.river().kind().label)
                .word("fetchesPerHop", s.river().fetchesPerHop())
                .share("margin", s.river().marginPpm()));
        out.section("speculation", () -> speculation(out, s.speculation()));
        out.section("anticipation", () -> {
            AnticipationKnobs anticipation = s.anticipation();
            out.word("kind", anticipation.kind().label).word("predictTokens", anticipation.predictTokens());
            if (anticipation.unloadAfterNs() == Long.MAX_VALUE) {
                out.word("unloadAfter", "never");
            } else {
                out.duration("unloadAfter", anticipation.unloadAfterNs());
            }
        });
        out.section("kv", () -> KvFile.write(out, s));
        out.section("attention", () -> KvFile.write(out, s.attention()));
        out.section("batching", () -> out.word("kind", s.batching().kind().label)
                .word("maxRows", s.batching().maxRows())
                .word("maxSessions", s.batching().maxSessions())
                .word("patience", s.batching().patience()));
        out.word("retries", s.retries());
        out.section("acceptance", () -> AcceptanceFile.write(out, s.acceptance(), s.lookup(), s.completion()));
        if (MixtureFile.hasExperts(s.oracle())) {
            MixtureFile.write(out, s.routing());
        }
        out.text("reply", s.reply().label);
        out.section("workload", () -> workload(out, s.workload()));
        out.section("faults", () -> faults(out, s.faults(), s.machine()));
        out.word("seed", s.seed()).word("replications", s.replications());
        Claim claim = s.claim();
        if (claim != null) {
            out.section("claim", () -> out.bytes("shard", claim.shardBytes())
                    .duration("pass", claim.passNs())
                    .word("k", claim.k())
                    .share("acceptance", claim.acceptancePpm())
                    .duration("published", claim.publishedNsPerToken()));
        }
        return out.toString();
    }

    private static void placement(YamlWriter out, Scenario s) {
        PlacementKnobs placement = s.placement();
        out.word("kind", placement.kind().label).word("rows", placement.rows());
        out.section("pin", () -> perTier(s, (tier, name) -> {
            long bytes = placement.pinBytes().get(tier);
            out.word(name, bytes == Long.MAX_VALUE ? "all" : bytes + " B");
        }));
        out.section("slots", () -> perTier(s, (tier, name) -> out.word(name, placement.slots().get(tier))));
        ExpertKnobs experts = placement.experts();
        if (experts != null) {
            MixtureFile.write(out, s, experts);
        }
    }

    private interface TierWriter {
        void write(int tier, String name);
    }

    private static void perTier(Scenario s, TierWriter writer) {
        for (int tier = 1; tier <= s.machine().top(); tier++) {
            writer.write(tier, YamlWriter.quoted(s.machine().tierNames().get(tier)));
        }
    }

    private static void speculation(YamlWriter out, SpeculationKnobs k) {
        out.word("kind", k.kind().label)
                .word("drafter", ScenarioFile.label(k.drafting()))
                .word("k", k.k())
                .words("widths", k.widths())
                .word("maxNodes", k.maxNodes())
                .word("maxDepth", k.maxDepth())
                .word("branch", k.branch())
                .word("whilePass", k.whilePass());
    }

    private static void workload(YamlWriter out, Workload w) {
        Typed typed = w.typed();
        Tempo tempo = w.tempo();
        if (typed == null) {
            out.word("sessions", w.sessions())
                    .word("turns", w.turns())
                    .word("promptTokens", w.promptTokens())
                    .word("replyTokens", w.replyTokens())
                    .duration("typingPerToken", tempo.written(w.typingNs()));
        } else {
            out.text("trace", typed.source()).word("together", typed.together()).word("openLoop", typed.openLoop())
                    .word("meanSpeed", typed.meanSpeed());
            if (typed.excerpt().turns() != Excerpt.ALL.turns()) {
                out.word("turns", typed.excerpt().turns());
            }
            if (typed.excerpt().replyTokens() != Excerpt.ALL.replyTokens()) {
                out.word("replyTokens", typed.excerpt().replyTokens());
            }
        }
        out.word("speed", tempo)
                .duration("thinkTime", tempo.written(w.thinkNs()))
                .word("freshContext", w.freshContext())
                .word("warmUpTurns", w.warmUpTurns())
                .duration("pauseAfter", tempo.written(w.pauseAfterNs()))
                .word("sharedPrefixTokens", w.sharedPrefixTokens());
    }

    private static void faults(YamlWriter out, Faults f, Machine machine) {
        if (f.latePpm() > 0) {
            out.share("late", f.latePpm()).word("lateFactor", f.lateFactor());
        }
        out.share("failed", f.failedPpm()).share("dropped", f.droppedPpm());
        if (f.reorderedPpm() > 0) {
            out.share("reordered", f.reorderedPpm()).duration("heldUpTo", f.heldNs());
        }
        if (f.pressureEveryNs() > 0) {
            out.duration("pressureEvery", f.pressureEveryNs())
                    .duration("pressureLasts", f.pressureLastsNs())
                    .share("pressureTakes", f.pressurePpm())
                    .word("pressureTier", machine.tierNames().get(f.pressureTier()));
        }
    }
}
