package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person reads who wrote a file wrong: one line, with the place and the way out.
class ErrorsTest {
    private static final String GOOD = """
            about: a test
            machine: laptop-rtx2050-16gb
            oracle: qwen2.5-72b-q3_k_m
            placement: {kind: pinned, pin: {ram: 11 GB}}
            river: {kind: double-buffer}
            speculation: {kind: off}
            kv: {tokensPerSession: 1024}
            batching: {maxRows: 256}
            workload:
              turns: 2
              promptTokens: 256
              replyTokens: 64
              typingPerToken: 300 ms
              thinkTime: 5 s
              freshContext: true
            """;

    private static Scenario parse(String text, String... settings) {
        return ScenarioLoader.parse("t.yaml", text, List.of(settings));
    }

    @Test
    void theFileTheseTestsSpoilIsGood() {
        assertThat(parse(GOOD).name()).isEqualTo("t");
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                line("about: a test", "abuot: a test", "t.yaml:1: abuot: unknown key, did you mean 'about'?"),
                line("about: a test\n", "", "t.yaml:1: 'about' is missing, add it"),
                line("turns: 2", "turn: 2", "t.yaml:10: workload.turn: unknown key, did you mean 'turns'?"),
                line("freshContext: true", "freshContext: true\n  bandwith: 3",
                        "t.yaml:16: workload.bandwith: unknown key 'bandwith', known: speed, trace, sessions, turns, promptTokens,"
                                + " replyTokens, typingPerToken, thinkTime, freshContext, warmUpTurns, pauseAfter,"
                                + " sharedPrefixTokens"),
                line("freshContext: true", "freshContext: yes",
                        "t.yaml:15: workload.freshContext: expected true or false, found 'yes'"),
                line("turns: 2", "turns: 2\n  turns: 3", "t.yaml:11: workload.turns: written twice, keep one"),
                line("turns: 2", "turns: two", "t.yaml:10: workload.turns: expected a whole number, found 'two'"),
                line("turns: 2", "turns: 2.5", "t.yaml:10: workload.turns: 2.5 is not a whole number of the smallest unit"
                        + " (byte, ns, ppm), round it"),
                line("turns: 2", "turns: 0", "t.yaml:10: workload.turns: 0 is not from 1 to 1000000"),
                line("turns: 2", "turns: 99999999999999999999999",
                        "t.yaml:10: workload.turns: 99999999999999999999999 is not from 1 to 1000000"),
                line("turns: 2", "turns:", "t.yaml:10: workload.turns: is empty, write a value"),
                line("turns: 2", "turns: [2]", "t.yaml:10: workload.turns: expected a single value, found a list"),
                line("thinkTime: 5 s", "thinkTime: 5", "t.yaml:14: workload.thinkTime: '5' lacks its unit, write a duration"
                        + " as 80 us or 2 s"),
                line("thinkTime: 5 s", "thinkTime: 5 sec",
                        "t.yaml:14: workload.thinkTime: unknown unit 'sec', known: ns, us, ms, s, min"),
                line("thinkTime: 5 s", "thinkTime: -5 s",
                        "t.yaml:14: workload.thinkTime: -5 s is negative, which is not possible"),
                line("thinkTime: 5 s", "thinkTime: .3 ns",
                        "t.yaml:14: workload.thinkTime: .3 ns is not a whole number of the smallest unit (byte, ns, ppm),"
                                + " round it"),
                line("thinkTime: 5 s", "thinkTime: 9999999999999 s",
                        "t.yaml:14: workload.thinkTime: 9999999999999 s is too large to be possible"),
                line("11 GB", "11 gb", "t.yaml:4: placement.pin.ram: unknown unit 'gb', did you mean 'GB'?"),
                line("11 GB", "11", "t.yaml:4: placement.pin.ram: '11' lacks its unit, write a size in bytes as 11 GB or 16"
                        + " MiB"),
                line("11 GB", "15 GB", "t.yaml:4: placement.pin.ram: 15000000000 bytes are more than the 12051298304 left of"
                        + " 'ram' after draft, scratch and slots, lower it"),
                line("ram: 11 GB", "rma: 11 GB", "t.yaml:4: placement.pin.rma: unknown tier 'rma', did you mean 'ram'?"),
                line("ram: 11 GB", "ssd: 11 GB",
                        "t.yaml:4: placement.pin.ssd: 'ssd' is storage, name a tier above it: ram, vram"),
                line("kind: pinned", "kind: pined",
                        "t.yaml:4: placement.kind: unknown choice 'pined', did you mean 'pinned'?"),
                line("kind: pinned", "kind: best",
                        "t.yaml:4: placement.kind: unknown choice 'best', known: mmap-lru, pinned, hybrid"),
                line("qwen2.5-72b-q3_k_m", "qwen2.5-72b-q3_k",
                        "t.yaml:3: oracle: unknown model 'qwen2.5-72b-q3_k', did you mean 'qwen2.5-72b-q2_k'?"),
                line("laptop-rtx2050-16gb", "laptop-rtx2050-16g", "t.yaml:2: unknown machine 'laptop-rtx2050-16g', did you"
                        + " mean 'laptop-rtx2050-16gb'? (no file of that name either)"),
                line("tokensPerSession: 1024", "tokensPerSession: 100",
                        "t.yaml:7: kv.tokensPerSession: a session comes to hold 320 tokens (prompt and reply), raise it to"
                                + " that or shorten the workload"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, pageBytes: 1 kB",
                        "t.yaml:7: kv.pageBytes: a page of 1000 bytes is none of the powers of two from 64 KiB to 256 MiB"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, pageBytes: 256 KiB",
                        "t.yaml:7: kv.pageBytes: a page of 262144 bytes does not hold one position, which takes 327680; raise"
                                + " it to a power of two above that"),
                line("tokensPerSession: 1024", "tokensPerSession: 131072, policy: lru, pageBytes: 512 KiB",
                        "t.yaml:7: kv.pageBytes: 131072 pages of 1 positions are more than the 65536 a policy keeps books of,"
                                + " raise it"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, residentTokens: 512",
                        "t.yaml:7: kv.residentTokens: keep-all moves nothing, so it needs room for all 1024 tokens; set"
                                + " kv.policy to lru or h2o, or leave this out"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, policy: lru, residentTokens: 2048",
                        "t.yaml:7: kv.residentTokens: 2048 is not from 1 to 1024"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, policy: lru, spill: {rom: 1 GB}",
                        "t.yaml:7: kv.spill.rom: unknown tier 'rom', did you mean 'ram'?"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, policy: lru, spill: {vram: 1 GB}",
                        "t.yaml:7: kv.spill.vram: nothing spills into the top tier; kv.residentTokens says what stays there"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, spill: {ram: 1 GB}",
                        "t.yaml:7: kv.spill.ram: keep-all moves nothing; set kv.policy to lru or h2o, or leave this out"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, policy: lru, spill: {ram: 64 GB}",
                        "t.yaml:7: kv.spill.ram: 64000000000 bytes are more than the 13958643712 left of 'ram', lower it"),
                line("tokensPerSession: 1024", "tokensPerSession: 1024, policy: h2o, heavyTokens: 0",
                        "t.yaml:7: kv.heavyTokens: 0 is not from 1 to 16777216"),
                line("workload:", "attention: {sink: 60 %, recent: 60 %}\nworkload:",
                        "t.yaml:9: attention: sink and recent are shares of one whole and must not add up to more than 1"),
                line("kind: off", "kind: chain", "t.yaml:1: 'draft' is missing, add it or set speculation.drafter to lookup"),
                line("kind: off}", "kind: chain}\ndraft: {model: qwen2.5-0.5b-q8_0}",
                        "t.yaml:1: 'acceptance' is missing, say how often the draft is right"),
                line("kind: off}", "kind: off}\ndraft: {model: qwen2.5-32b-q8_0}",
                        "t.yaml:7: draft: draft and scratch take 35164184576 bytes of 'vram', which has 3875536896 left, make"
                                + " them smaller"),
                line("workload:", "faults: {late: 150 %}\nworkload:",
                        "t.yaml:9: faults.late: 150 % is not a share from 0 to 1"),
                line("workload:", "faults: {late: 5 %}\nworkload:", "t.yaml:9: faults: 'lateFactor' is missing, add it"),
                line("workload:", "faults: {failed: 60 %, dropped: 60 %}\nworkload:",
                        "t.yaml:9: faults: late, failed, dropped and reordered are shares of one whole and must not add up to"
                                + " more than 1"),
                line("workload:", "faults: {pressureEvery: 1 s, pressureLasts: 1 s, pressureTakes: 10 %, pressureTier: disk}"
                                + "\nworkload:",
                        "t.yaml:9: faults.pressureTier: unknown tier 'disk', known: ssd, ram, vram"),
                line("workload:", "acceptance: {kind: per-position, probabilities: [.65, 1.2]}\nworkload:",
                        "t.yaml:9: acceptance.probabilities[1]: 1.2 is not a share from 0 to 1"),
                line("workload:", "acceptance: {kind: per-position, probabilities: [.6], ranks: [.7, .7]}\nworkload:",
                        "t.yaml:9: acceptance.ranks: shares of one whole, at most 64, must not add up to more than 1"),
                line("about: a test", "about: &a a test", "t.yaml:1: anchors and aliases are not taken, write the value out"),
                line("about: a test", "about: !!str a test", "t.yaml:1: tags are not taken, write the plain value"),
                line("about: a test", "about: [a, test", "t.yaml:2: not YAML: expected ',' or ']', but got :"),
                line("about: a test", "about: a\u0000test",
                        "t.yaml: not YAML: special characters are not allowed"),
                line("about: a test", "about: " + "[".repeat(100) + "]".repeat(100),
                        "t.yaml:1: nested deeper than 32 levels, flatten it"));
    }

    private static Arguments line(String good, String bad, String error) {
        return Arguments.of(good, bad, error);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("spoilt")
    void aSpoiltLineIsNamed(String good, String bad, String error) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> parse(GOOD.replace(good, bad))).isInstanceOf(InvalidFile.class).hasMessage(error);
    }

    static Stream<Arguments> overridden() {
        return Stream.of(
                Arguments.of("speculation.k", "--set speculation.k: expected path=value, as in speculation.k=8"),
                Arguments.of("speculation.k=", "--set speculation.k=: speculation.k: the value is empty, write one after ="),
                Arguments.of("speculation.k=zero",
                        "--set speculation.k=zero: speculation.k: expected a whole number, found 'zero'"),
                Arguments.of("speculatoin.k=3",
                        "--set speculatoin.k=3: speculatoin: unknown key 'speculatoin', did you mean 'speculation'?"),
                Arguments.of("about.x=3", "--set about.x=3: about.x: 'about' is a single value, it has no fields to set"),
                Arguments.of("a..b=3", "--set a..b=3: a key of the path is empty"),
                Arguments.of("machine=nothing", "--set machine=nothing: unknown machine 'nothing', known: emulated-small, h200, laptop-cxl,"
                        + " laptop-rtx2050-16gb, laptop-rtx2050-32gb, laptop-rtx2050-8gb (no file of that name either)"),
                Arguments.of("machine.hops.link.bandwidth.value=12 GB/s",
                        "--set machine.hops.link.bandwidth.value=12 GB/s: machine.hops.link.bandwidth.value: 12.000 GB/s is"
                                + " more than pcie 3.0 x4 can carry (3.938 GB/s), lower it or name the right bus"),
                Arguments.of("machine.hops.lnk.bandwidth.value=1 GB/s",
                        "--set machine.hops.lnk.bandwidth.value=1 GB/s: machine.hops.lnk.bandwidth.value: no element of the"
                                + " list is named 'lnk'"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("overridden")
    void aWrongOverrideIsNamed(String setting, String error) {
        assertThatThrownBy(() -> parse(GOOD, setting)).isInstanceOf(InvalidFile.class).hasMessage(error);
    }

    @Test
    void anOverrideTakesThePlaceOfALineOrAddsOne() {
        Scenario scenario = parse(GOOD, "workload.turns=7", "seed=42", "placement.slots={vram: 3}", "river.margin=10 %",
                "machine.tiers.ram.taken.value=1 GiB", "machine=laptop-rtx2050-32gb");
        assertThat(scenario.workload().turns()).isEqualTo(7);
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.placement().slots()).containsExactly(0, 4, 3);
        assertThat(scenario.river().marginPpm()).isEqualTo(100_000);
        assertThat(scenario.machine().tiers().get(1).budgetBytes()).isEqualTo(31L << 30);
    }

    static Stream<Arguments> notScenarios() {
        return Stream.of(
                Arguments.of("", "f:1: the file is empty, write at least one 'key: value' line"),
                Arguments.of("# nothing\n", "f:1: the file is empty, write at least one 'key: value' line"),
                Arguments.of("- a\n- b\n", "f:1: expected 'key: value' lines"),
                Arguments.of("hello", "f:1: expected 'key: value' lines"),
                Arguments.of("a: 1\n---\nb: 2\n", "f:2: not YAML: but found another document"),
                Arguments.of("? [a, b]\n: c\n", "f:1: a key must be a plain word"),
                Arguments.of("a: *x\n", "f:1: anchors and aliases are not taken, write the value out"),
                Arguments.of("a: {b: {c: 1}\n", "f:2: not YAML: expected ',' or '}', but got <stream end>"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("notScenarios")
    void whatIsNotAMappingIsRefused(String text, String error) {
        assertThatThrownBy(() -> ScenarioLoader.parse("f", text, List.of()))
                .isInstanceOf(InvalidFile.class).hasMessageStartingWith(error);
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        assertThatThrownBy(() -> Document.of("f", new byte[] {'a', ':', (byte) 0xff, (byte) 0xfe}))
                .isInstanceOf(InvalidFile.class).hasMessage("f: the file is not UTF-8 text, save it as UTF-8");
    }

    @Test
    void aFileOrANameThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ScenarioLoader.load("02-72b-on-4g", List.of())).isInstanceOf(InvalidFile.class)
                .hasMessage("02-72b-on-4g: unknown scenario '02-72b-on-4g', did you mean '02-72b-on-4gb'? (no file of that"
                        + " name either)");
        assertThatThrownBy(() -> ScenarioLoader.load("no\u0000file", List.of())).isInstanceOf(InvalidFile.class)
                .hasMessageStartingWith("no file: unknown scenario");
    }

    @Test
    void aFileOnDiskIsReadAsAShippedOneIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), GOOD);
        assertThat(ScenarioLoader.load(file.toString(), List.of())).isEqualTo(ScenarioLoader.parse("mine", GOOD, List.of()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noDamageToAFileGivesAnythingButOneLine(long seed) throws IOException {
        var random = new Random(seed);
        String[] files = {GOOD, Files.readString(Path.of("02-72b-on-4gb.yaml")),
            ScenarioLoader.load("02-72b-on-4gb", List.of()).toYaml()};
        for (int i = 0; i < 150; i++) {
            byte[] bytes = files[i % files.length].getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(1, 4); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextBoolean() ? 128 : 256);
            }
            try {
                Document.of("f", bytes);
                parse(new String(bytes, StandardCharsets.UTF_8));
            } catch (InvalidFile e) {
                assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(420);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "workload.sessions=1024", "kv.tokensPerSession=16777216", "oracle.vocabulary=16777216", "oracle.layers=1024",
        "oracle.width=1048576", "batching.maxRows=16384", "speculation.widths=[64, 64, 64, 64]", "kv.pageBytes=1000 TB",
        "machine.tiers.vram.capacity.value=1000 TB", "machine.hops.nvme.latency.value=100 min", "speculation.k=1e9",
        "workload.turns=0x10", "seed=999999999999999999999999999999999999999999999999999"
    })
    void anExtremeValueEitherComposesOrIsRefusedInOneLine(String setting) {
        String resolved = parse(GOOD).toYaml();
        try {
            assertThat(Composition.of(parse(resolved, setting)).facts().shards()).isNotEmpty();
        } catch (InvalidFile e) {
            assertThat(e.getMessage()).matches("(--set .*|t.yaml:\\d+): [a-zA-Z.]+: .*");
        }
    }
}
