package nmos.scenarios.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.YamlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MachineFileTest {
    private static final String GOOD = """
            name: m
            about: a test
            cores: {value: 4, kind: assumed, source: a test}
            hostOverheadPerCommand: {value: 5 us, kind: assumed, source: a test}
            tiers:
              - name: ssd
                capacity: {value: 1 TB, kind: assumed, source: a test}
                taken: {value: 0 B, kind: assumed, source: a test}
              - name: ram
                capacity: {value: 8 GiB, kind: assumed, source: a test}
                taken: {value: 1 GiB, kind: assumed, source: a test}
                device:
                  name: cpu
                  kind: cpu
                  measured:
                    points: [{rows: 1, bandwidth: 20 GB/s}, {rows: 8, bandwidth: 4 GB/s}]
                    kind: measured
                    source: a test
            hops:
              - name: nvme
                bus: pcie 3.0 x4
                bandwidth: {value: 2 GB/s, kind: measured, source: a test}
                bandwidthDown: {value: 1 GB/s, kind: measured, source: a test}
                latency: {value: 80 us, kind: measured, source: a test}
                depth: {value: 8, kind: assumed, source: a test}
                memory: pageable
            """;

    private static Machine read(String text) {
        return MachineFile.read(Document.of("m.yaml", text).section());
    }

    @Test
    void aDeviceThatUnpacksReadsBackAsWritten() {
        String number = ", kind: assumed, source: a test}\n";
        Machine machine = read(GOOD.replaceAll("(?s)      measured:.*?(?=hops:)",
                "      bandwidth: {value: 20 GB/s" + number + "      peak: {value: 1 Top/s" + number
                        + "      efficiency: {value: 80 %" + number + "      unpackBits: {value: 16" + number));
        var out = new YamlWriter();
        MachineFile.write(out, machine);
        assertThat(out.toString()).contains("unpackBits");
        assertThat(read(out.toString())).isEqualTo(machine);
    }

    @Test
    void aMachineReadsBackAsWritten() {
        Machine machine = read(GOOD);
        var out = new YamlWriter();
        MachineFile.write(out, machine);
        assertThat(read(out.toString())).isEqualTo(machine);
        assertThat(machine.tiers().get(1).budgetBytes()).isEqualTo(7L << 30);
        assertThat(machine.hops().getFirst().pinned()).isFalse();
    }

    @Test
    void aMachineThatWasMeasuredReadsBackAsWritten() {
        Machine machine = read(MEASURED);
        var out = new YamlWriter();
        MachineFile.write(out, machine);
        assertThat(read(out.toString())).isEqualTo(machine);
        assertThat(machine.host()).isEqualTo(new Machine.Host("a CPU", 2, 1, "2026-01-31"));
        assertThat(machine.drafting("small")).hasValueSatisfying(draft -> assertThat(draft.nodeNs()).isEqualTo(1_200_000));
        assertThat(machine.drafting("other")).isEmpty();
        assertThat(machine.tiers().get(1).device()).satisfies(device -> assertThat(device.speed())
                .isEqualTo(new Speed.Measured(
                        List.of(new Speed.Measured.Curve(
                                TensorType.Q4_K, List.of(new Speed.Measured.Point(1, 5_000_000_000L)))),
                        List.of(),
                        80_000,
                        1_100_000_000,
                        8_000_000_000L,
                        new Speed.Measured.Beside(980_000, 500_000_000),
                        new Speed.Measured.Beside(800_000, 4_000_000_000L),
                        Sourced.Kind.MEASURED,
                        "a test")));
    }

    private static final String MEASURED = GOOD
            .replace("about: a test\n", """
                    about: a test
                    host: {processor: a CPU, cores: 2, threads: 1, measuredAt: "2026-01-31"}
                    """)
            .replace("        points: [{rows: 1, bandwidth: 20 GB/s}, {rows: 8, bandwidth: 4 GB/s}]\n", """
                            types: [{type: q4_k, points: [{rows: 1, bandwidth: 5 GB/s}]}]
                            layer: {fixed: 80 us, elements: 1.1 Gop/s}
                            attention: 8 GB/s
                            besideReads: {speed: 98 %, at: 500 MB/s}
                            besideCopies: {speed: 80 %, at: 4 GB/s}
                    """)
            + "drafts: [{model: small, level: 3 ms, node: 1.2 ms, row: 400 us, kind: measured, source: a test}]\n";

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("value: 2 GB/s", "value: 3.94 GB/s", "m.yaml:22: hops.nvme.bandwidth.value: 3.940 GB/s is more"
                        + " than pcie 3.0 x4 can carry (3.938 GB/s), lower it or name the right bus"),
                Arguments.of("bus: pcie 3.0 x4", "bus: sata 3", "m.yaml:22: hops.nvme.bandwidth.value: 2.000 GB/s is more"
                        + " than sata 3 can carry (0.600 GB/s), lower it or name the right bus"),
                Arguments.of("value: 1 GB/s", "value: 5 GB/s", "m.yaml:23: hops.nvme.bandwidthDown.value: 5.000 GB/s is more"
                        + " than pcie 3.0 x4 can carry (3.938 GB/s), lower it or name the right bus"),
                Arguments.of("value: 2 GB/s", "value: 0 GB/s",
                        "m.yaml:22: hops.nvme.bandwidth.value: zero is not possible here"),
                Arguments.of("bus: pcie 3.0 x4", "bus: pcie 3.0 x5", "m.yaml:21: hops.nvme.bus: unknown bus, write it as"
                        + " 'pcie 3.0 x4', 'sata 3' or 'ddr4-3200 x2'"),
                Arguments.of("value: 1 GiB", "value: 8 GiB", "m.yaml:11: tiers.ram.taken.value: 8589934592 bytes of"
                        + " 8589934592 leave nothing for a model, lower it"),
                Arguments.of("cores: {value: 4, kind: assumed, source: a test}", "cores: 4", "m.yaml:3: cores: a number of a"
                        + " machine needs its source, write {value: ..., kind: ..., source: ...}"),
                Arguments.of("{value: 4, kind: assumed, source: a test}", "{value: 4, kind: assumed}",
                        "m.yaml:3: cores: 'source' is missing, add it"),
                Arguments.of("{value: 4, kind: assumed, source: a test}", "{value: 4, kind: guessed, source: a test}",
                        "m.yaml:3: cores.kind: unknown choice 'guessed', known: measured, datasheet, reported, assumed"),
                Arguments.of("rows: 8", "rows: 1", "m.yaml:16: tiers.ram.device.measured.points: rows must rise from point to"
                        + " point, sort them"),
                Arguments.of("points: [{rows: 1, bandwidth: 20 GB/s}, {rows: 8, bandwidth: 4 GB/s}]", "types: [{type: q4_k, points: []}]",
                        "m.yaml:16: tiers.ram.device.measured.types[0].points: no measurement, write at least"
                                + " {rows: 1, bandwidth: ...}"),
                Arguments.of("kind: measured\n        source", "besideCopies: {speed: 0 %, at: 1 GB/s}\n        kind: measured\n        source",
                        "m.yaml:17: tiers.ram.device.measured.besideCopies.speed: a device that stands still while bytes are"
                                + " moved computes nothing, raise it"),
                Arguments.of("name: ram", "name: ssd", "m.yaml:6: tiers: two tiers have the same name, rename one"),
                Arguments.of("hops:\n", "hops: []\nhop:\n",
                        "m.yaml:20: hop: unknown key 'hop', did you mean 'hops'?"),
                Arguments.of("memory: pageable", "memory: locked",
                        "m.yaml:26: hops.nvme.memory: unknown choice 'locked', known: pinned, pageable"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("impossible")
    void whatCannotBeIsRefused(String good, String bad, String error) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, bad))).isInstanceOf(InvalidFile.class).hasMessage(error);
    }

    @Test
    void tiersAndHopsMustMatch() {
        String more = GOOD.replace("hops:", """
              - name: vram
                capacity: {value: 4 GiB, kind: assumed, source: a test}
                taken: {value: 0 B, kind: assumed, source: a test}
            hops:""".indent(0).stripTrailing());
        assertThatThrownBy(() -> read(more)).hasMessage("m.yaml:23: hops: 3 tiers are joined by 2 hops, found 1");
    }

    @ParameterizedTest(name = "{0} carries {1} B/s")
    @CsvSource({
        "pcie 1.0 x1, 250000000", "pcie 3.0 x4, 3938461536", "pcie 4.0 x4, 7876923076", "pcie 5.0 x16, 63015384608",
        "sata 3, 600000000", "ddr4-3200 x2, 51200000000", "ddr5-4800 x8, 307200000000", "lpddr5x-8533 x2, 136528000000"
    })
    void aBusCarriesWhatItsStandardSays(String bus, long bytesPerSec) {
        Machine machine = read(GOOD.replace("pcie 3.0 x4", bus).replace("{value: 2 GB/s", "{value: 1 MB/s")
                .replace("{value: 1 GB/s", "{value: 1 MB/s"));
        assertThat(machine.hops().getFirst().bus().bytesPerSec()).isEqualTo(bytesPerSec);
    }
}
