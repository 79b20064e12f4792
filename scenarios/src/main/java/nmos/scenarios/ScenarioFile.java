package nmos.scenarios;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario.Draft;
import nmos.scenarios.claim.Claim;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import nmos.traces.Trace;
import nmos.traces.file.TraceException;

/// Binds a scenario's fields. Every default stands here, once.
final class ScenarioFile {
    private static final int MOST_TOKENS = 1 << 24;
    private static final int MOST_ROWS = 1 << 14;
    private static final int TOP_SLOTS = 2;
    private static final int STAGING_SLOTS = 4;
    /// Three times the median interval between keys of the corpora the typing model is fitted to (138 to 158 ms).
    private static final long PAUSE_NS = 450_000_000;

    private ScenarioFile() {}

    static Scenario read(Section fields, String fileName) {
        String name = fields.get("name", ScenarioFile::name, fileName);
        String about = fields.need("about").text();
        Machine machine = fields.need("machine").section(MachineFile::read);
        var oracle = ModelFile.read(fields.need("oracle"));
        Optional<Draft> draft = fields.maybe("draft").map(value -> draft(value, machine));
        PlacementKnobs placement = fields.need("placement").section(s -> placement(s, machine, oracle));
        RiverKnobs river = fields.need("river").section(ScenarioFile::river);
        SpeculationKnobs speculation = fields.need("speculation").section(ScenarioFile::speculation);
        AnticipationKnobs anticipation = fields.get("anticipation",
                v -> v.section(ScenarioFile::anticipation), new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE));
        Workload workload = fields.need("workload").section(ScenarioFile::workload);
        KvFile.Kv kv = fields.need("kv").section(s -> KvFile.read(s, machine, workload.sessions()));
        // Unless the scenario says otherwise: where KV is in pages, and where somebody measured it.
        boolean attentionTakesTime = kv.knobs().kind() != KvPolicies.KEEP_ALL || attentionWasMeasured(machine);
        AttentionSpec attention = fields.maybe("attention").map(v -> v.section(s -> KvFile.attention(s, attentionTakesTime)))
                .orElse(AttentionSpec.assumed(attentionTakesTime));
        BatchingKnobs batching = fields.need("batching").section(ScenarioFile::batching);
        int retries = fields.get("retries", v -> v.count(0, 1000), 3);
        AcceptanceFile.Acceptance acceptance = fields.maybe("acceptance").map(AcceptanceFile::read)
                .orElse(AcceptanceFile.NOTHING);
        RoutingSpec routing = MixtureFile.routing(fields, oracle);
        ReplyMode reply = fields.get("reply", v -> v.choice(Arrays.asList(ReplyMode.values()), mode -> mode.label), ReplyMode.ORACLE);
        Faults faults = fields.maybe("faults").map(v -> v.section(s -> faults(s, machine))).orElse(Faults.NONE);
        long seed = fields.get("seed", v -> v.integer(0, Long.MAX_VALUE / 4), 1L);
        int replications = fields.get("replications", v -> v.count(1, 1_000_000), 1);
        Optional<Claim> claim = fields.maybe("claim").map(v -> v.section(ScenarioFile::claim));
        fields.done();
        var scenario = new Scenario(name, about, machine, oracle, draft.orElse(null), placement, river, speculation,
                anticipation, kv.knobs(), kv.tokensPerSession(), attention, batching, retries, acceptance.draft(),
                acceptance.lookup(), acceptance.completion(), routing, reply, workload,
                faults, seed, replications, claim.orElse(null));
        Possible.check(scenario, fields);
        return scenario;
    }

    /// It names a folder too, so it must not lead out of one.
    private static String name(Value value) {
        if (!value.text().matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            throw value.error("a name is up to 100 letters, digits, '.', '_' and '-', and does not begin with '.'");
        }
        return value.text();
    }

    private static boolean attentionWasMeasured(Machine machine) {
        return machine.tiers().stream()
                .map(Machine.Tier::device)
                .anyMatch(device -> device != null
                        && device.speed() instanceof Speed.Measured measured
                        && measured.attentionBytesPerSec() > 0);
    }

    private static Draft draft(Value value, Machine machine) {
        return value.section(fields -> {
            var model = ModelFile.read(fields.need("model"));
            int tier = fields.get("tier", v -> tier(v, v.text(), machine), machine.top());
            if (tier != machine.top()) {
                throw fields.need("tier").error("a draft lives beside the top tier's device, in '"
                        + machine.tierNames().get(machine.top()) + "'");
            }
            return new Draft(model, tier);
        });
    }

    private static int tier(Value value, String name, Machine machine) {
        int tier = machine.tierNames().indexOf(name);
        if (tier < 0) {
            throw value.error(Spelling.unknown("tier", name, machine.tierNames()));
        }
        if (tier == 0) {
            throw value.error("'" + name + "' is storage, name a tier above it: "
                    + String.join(", ", machine.tierNames().subList(1, machine.tiers().size())));
        }
        return tier;
    }

    private static PlacementKnobs placement(Section fields, Machine machine, ModelShape oracle) {
        Placements kind = fields.need("kind").choice(Arrays.asList(Placements.values()), k -> k.label);
        int rows = fields.get("rows", v -> v.count(1, MOST_ROWS), 1);
        var pins = new ArrayList<Long>();
        var slots = new ArrayList<Integer>();
        for (int t = 0; t < machine.tiers().size(); t++) {
            pins.add(t == 0 ? 0L : Long.MAX_VALUE);
            slots.add(t == 0 ? 0 : t == machine.top() ? TOP_SLOTS : STAGING_SLOTS);
        }
        fields.maybe("pin").ifPresent(pin -> pin.section().entries().forEach((tier, value) ->
                pins.set(tier(value, tier, machine), value.text().equals("all") ? Long.MAX_VALUE : value.bytes())));
        fields.maybe("slots").ifPresent(s -> s.section().entries().forEach((tier, value) ->
                slots.set(tier(value, tier, machine), value.count(1, 1024))));
        return new PlacementKnobs(kind, rows, pins, slots, MixtureFile.experts(fields, oracle, machine));
    }

    private static RiverKnobs river(Section fields) {
        return new RiverKnobs(
                fields.need("kind").choice(Arrays.asList(Rivers.values()), kind -> kind.label),
                fields.get("fetchesPerHop", v -> v.count(1, 1024), 1),
                fields.get("margin", Value::sharePpm, 200_000));
    }

    private static SpeculationKnobs speculation(Section fields) {
        List<Integer> widths = fields.get("widths", v -> v.list(w -> w.count(1, 64)), List.of(4, 2, 1, 1));
        long nodes = 0;
        long level = 1;
        for (int width : widths) {
            level = Math.min(MOST_ROWS, level * width);
            nodes += level;
        }
        if (nodes >= MOST_ROWS || widths.size() > 64) {
            throw fields.need("widths").error("a tree of more than " + MOST_ROWS + " nodes, narrow it");
        }
        return new SpeculationKnobs(
                fields.need("kind").choice(Arrays.asList(Speculations.values()), kind -> kind.label),
                fields.get("drafter", v -> v.choice(Arrays.asList(Drafting.values()), ScenarioFile::label), Drafting.MODEL),
                fields.get("k", v -> v.count(1, 1024), 8),
                widths,
                fields.get("maxNodes", v -> v.count(1, 1024), 32),
                fields.get("maxDepth", v -> v.count(1, 256), 12),
                fields.get("branch", v -> v.count(1, 64), 4),
                fields.get("whilePass", Value::flag, false));
    }

    private static AnticipationKnobs anticipation(Section fields) {
        return new AnticipationKnobs(
                fields.need("kind").choice(Arrays.asList(Anticipations.values()), kind -> kind.label),
                fields.get("predictTokens", v -> v.count(0, 1024), 0),
                fields.get("unloadAfter", v -> v.text().equals("never") ? Long.MAX_VALUE : v.durationNs(), Long.MAX_VALUE));
    }

    static String label(Drafting drafting) {
        return drafting.name().toLowerCase(Locale.ROOT);
    }

    private static BatchingKnobs batching(Section fields) {
        return new BatchingKnobs(
                fields.get("kind", v -> v.choice(Arrays.asList(Batchings.values()), kind -> kind.label),
                        Batchings.FIFO),
                fields.need("maxRows").count(1, MOST_ROWS),
                fields.get("maxSessions", v -> v.count(1, 1024), 1024),
                fields.get("patience", v -> v.count(1, 1_000_000), 4));
    }

    private static Workload workload(Section fields) {
        Tempo tempo = fields.get("speed", v -> new Tempo(v.timesPpm(Tempo.MOST)), Tempo.AS_RECORDED);
        Optional<Typed> typed = fields.maybe("trace").map(v -> typed(v, fields, tempo));
        boolean steady = typed.isEmpty();
        return new Workload(
                typed.map(Typed::atOnce).orElseGet(() -> fields.get("sessions", v -> v.count(1, 1024), 1)),
                typed.map(Typed::mostTurns).orElseGet(() -> fields.need("turns").count(1, 1_000_000)),
                steady ? fields.need("promptTokens").count(1, MOST_TOKENS) : 0,
                steady ? fields.need("replyTokens").count(1, MOST_TOKENS) : 0,
                steady ? played(fields.need("typingPerToken"), tempo) : 0,
                played(fields.need("thinkTime"), tempo),
                fields.need("freshContext").flag(),
                fields.get("warmUpTurns", v -> v.count(0, 1_000_000), 0),
                Math.max(1, fields.maybe("pauseAfter").map(v -> played(v, tempo)).orElseGet(() -> tempo.played(PAUSE_NS))),
                fields.get("sharedPrefixTokens", v -> v.count(0, MOST_TOKENS), 0),
                tempo,
                typed.orElse(null));
    }

    private static long played(Value value, Tempo tempo) {
        try {
            return tempo.played(value.durationNs());
        } catch (ArithmeticException tooLong) {
            throw value.error(value.text() + " at a speed of " + tempo + " is too long to be possible, raise workload.speed");
        }
    }

    private static Typed typed(Value value, Section fields, Tempo tempo) {
        boolean together = fields.get("together", Value::flag, true);
        boolean openLoop = fields.get("openLoop", Value::flag, true);
        boolean meanSpeed = fields.get("meanSpeed", Value::flag, false);
        Excerpt excerpt = new Excerpt(
                fields.get("turns", v -> v.count(1, 1_000_000), Integer.MAX_VALUE),
                fields.get("replyTokens", v -> v.count(1, MOST_TOKENS), Integer.MAX_VALUE));
        try {
            Trace trace = ShippedTraces.open(value.text());
            if (trace.sessions() == 0) {
                throw value.error("nobody types in '" + value.text() + "'");
            }
            if (together && trace.sessions() > 1024) {
                throw value.error(trace.sessions() + " sessions are too many to run at once, set workload.together to false");
            }
            return Typed.of(value.text(), trace, together, openLoop, meanSpeed, excerpt, tempo);
        } catch (ArithmeticException tooLong) {
            throw value.error("a speed of " + tempo + " makes it too long to be possible, raise workload.speed");
        } catch (TraceException | NoSuchFileException e) {
            throw value.error(String.valueOf(e.getMessage()));
        } catch (IOException | InvalidPathException e) {
            throw value.error("cannot read the trace '" + value.text() + "': " + e.getMessage());
        }
    }

    private static Faults faults(Section fields, Machine machine) {
        int late = fields.get("late", Value::sharePpm, 0);
        int failed = fields.get("failed", Value::sharePpm, 0);
        int dropped = fields.get("dropped", Value::sharePpm, 0);
        int reordered = fields.get("reordered", Value::sharePpm, 0);
        if ((long) late + failed + dropped + reordered > 1_000_000) {
            throw fields.error("late, failed, dropped and reordered are shares of one whole and must not add up to more than 1");
        }
        long every = fields.get("pressureEvery", Value::durationNs, 0L);
        boolean pressed = every > 0;
        if (pressed && every < 1_000_000) {
            throw fields.need("pressureEvery").error("memory does not come and go more often than each ms, raise it");
        }
        return new Faults(
                late,
                late == 0 ? 1 : fields.need("lateFactor").count(1, 1_000_000),
                failed,
                dropped,
                reordered,
                reordered == 0 ? 1 : Math.max(1, fields.need("heldUpTo").durationNs()),
                every,
                pressed ? Math.max(1, fields.need("pressureLasts").durationNs()) : 1,
                pressed ? Math.max(1, fields.need("pressureTakes").sharePpm()) : 1,
                pressed ? tier(fields.need("pressureTier"), fields.need("pressureTier").text(), machine) : 1);
    }

    private static Claim claim(Section fields) {
        int acceptance = fields.need("acceptance").sharePpm();
        if (acceptance == 0) {
            throw fields.need("acceptance").error("nothing is ever accepted, the formula divides by it");
        }
        return new Claim(
                fields.need("shard").bytes(),
                fields.need("pass").durationNs(),
                fields.need("k").count(1, 1024),
                acceptance,
                fields.need("published").durationNs());
    }
}
