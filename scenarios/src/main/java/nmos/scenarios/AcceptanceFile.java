package nmos.scenarios;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import nmos.scenarios.AcceptanceSpec.Burst;
import nmos.scenarios.AcceptanceSpec.PassTape;
import nmos.scenarios.AcceptanceSpec.PerPosition;
import nmos.scenarios.AcceptanceSpec.RankTape;
import nmos.scenarios.Scenario.Completion;
import nmos.scenarios.Scenario.Lookup;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// The `acceptance` section, read and written.
final class AcceptanceFile {
    static final Acceptance NOTHING = new Acceptance(new AcceptanceSpec.None(), Lookup.NEVER, Completion.NEVER);
    private static final int ONE = 1_000_000;

    /// What the section says of either drafter.
    record Acceptance(AcceptanceSpec draft, Lookup lookup, Completion completion) {}

    private enum Kind {
        NONE("none", fields -> new AcceptanceSpec.None()),
        PER_POSITION("per-position", AcceptanceFile::perPosition),
        PASS_TAPE("pass-tape", fields -> new PassTape(fields.need("file").text())),
        RANK_TAPE("rank-tape", fields -> new RankTape(fields.need("file").text()));

        private final String label;
        private final Function<Section, AcceptanceSpec> read;

        Kind(String label, Function<Section, AcceptanceSpec> read) {
            this.label = label;
            this.read = read;
        }
    }

    private AcceptanceFile() {}

    static Acceptance read(Value value) {
        return value.section(fields -> new Acceptance(
                fields.need("kind").choice(Arrays.asList(Kind.values()), kind -> kind.label).read.apply(fields),
                fields.maybe("lookup").map(v -> v.section(AcceptanceFile::lookup)).orElse(Lookup.NEVER),
                fields.maybe("completion").map(v -> v.section(AcceptanceFile::completion)).orElse(Completion.NEVER)));
    }

    private static PerPosition perPosition(Section fields) {
        List<Integer> first = fields.need("probabilities").list(Value::sharePpm);
        if (first.isEmpty() || first.size() > 1024) {
            throw fields.need("probabilities").error("from 1 to 1024 probabilities, the last one holds for all deeper tokens");
        }
        List<Integer> ranks = fields.get("ranks", v -> v.list(Value::sharePpm), List.of());
        if (ranks.size() > 64 || ranks.stream().mapToLong(r -> r).sum() > ONE) {
            throw fields.need("ranks").error("shares of one whole, at most 64, must not add up to more than 1");
        }
        return new PerPosition(
                first,
                ranks,
                fields.get("spreadMilli", v -> v.count(0, 20_000), 0),
                fields.maybe("burst").map(v -> v.section(AcceptanceFile::burst)).orElse(Burst.NONE));
    }

    private static Burst burst(Section fields) {
        return new Burst(
                fields.need("tokens").count(1, 1_000),
                fields.need("hard").sharePpm(),
                fields.need("factor").sharePpm());
    }

    private static Lookup lookup(Section fields) {
        return new Lookup(fields.need("match").sharePpm(), fields.need("acceptance").sharePpm());
    }

    private static Completion completion(Section fields) {
        return new Completion(fields.need("token").sharePpm(), fields.need("end").sharePpm());
    }

    static void write(YamlWriter out, AcceptanceSpec acceptance, Lookup lookup, Completion completion) {
        switch (acceptance) {
            case AcceptanceSpec.None none -> out.word("kind", Kind.NONE.label);
            case PerPosition p -> out.word("kind", Kind.PER_POSITION.label)
                    .words("probabilities", shares(p.firstPpm()))
                    .words("ranks", shares(p.rankPpm()))
                    .word("spreadMilli", p.spreadMilli())
                    .section("burst", () -> out.word("tokens", p.burst().tokens())
                            .share("hard", p.burst().hardPpm())
                            .share("factor", p.burst().factorPpm()));
            case PassTape tape -> out.word("kind", Kind.PASS_TAPE.label).text("file", tape.file());
            case RankTape tape -> out.word("kind", Kind.RANK_TAPE.label).text("file", tape.file());
        }
        out.section("lookup", () ->
                out.share("match", lookup.matchPpm()).share("acceptance", lookup.acceptancePpm()));
        out.section("completion", () ->
                out.share("token", completion.tokenPpm()).share("end", completion.endPpm()));
    }

    private static List<String> shares(List<Integer> ppm) {
        return ppm.stream().map(share -> share + " ppm").toList();
    }
}
