package nmos.harness.published;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nmos.scenarios.machine.Bus;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;

/// The parts of machines, and what holds for all of them that do not say otherwise.
record Parts(List<Gpu> gpus, List<Cpu> cpus, List<Page> pages, Rules rules) {
    private static final String FILE = "parts.yaml";
    /// A row's multiplications and additions with weights of two bits, the narrowest.
    private static final long OPS_OF_A_BYTE = 8;
    private static final Sourced ALL = new Sourced(1_000_000, Sourced.Kind.MEASURED, "a rate that was measured is reached");

    record Gpu(String name, Sourced memoryBytes, Speed speed, Bus bus) {
        Gpu unpacking(Optional<Unpacking> how) {
            return new Gpu(name, memoryBytes, how.map(each -> each.on(speed)).orElse(speed), bus);
        }
    }

    /// `bytesPerSec`: weights got through, for a token alone. `besideRows`: from where measured, if on a page that has rows of the CPU too.
    record Cpu(String name, Speed speed, long bytesPerSec, Optional<String> besideRows) {}

    /// Where measurements were published, which names the CPU that their rows do not. `system`: of which rows, empty of all.
    record Page(String source, String system, String cpu) {
        boolean of(Measurement row) {
            return row.text("source").contains(source) && row.system().contains(system);
        }
    }

    /// `pinnedShare` and `pageableShare`: of a bus's rate, what copies reach from page-locked memory and from any other.
    record Rules(
            Sourced gpuEfficiency,
            Sourced cpuEfficiency,
            Sourced cpuPeak,
            Sourced pinnedShare,
            Sourced pageableShare,
            Sourced gpuTaken,
            Sourced ramTaken,
            Sourced commandNs,
            Sourced linkLatencyNs,
            Sourced storageLatencyNs) {}

    static Parts shipped() {
        try (InputStream in = Parts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in this program");
            }
            return read(Document.of(FILE, in.readAllBytes()).section());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Parts read(Section fields) {
        Rules rules = fields.need("rules").section(Parts::rules);
        List<Gpu> gpus = fields.need("gpus").list(value -> value.section(gpu -> gpu(gpu, rules)));
        List<Cpu> cpus = fields.need("cpus").list(value -> value.section(cpu -> cpu(cpu, rules)));
        List<Page> pages = fields.need("pages").list(value -> value.section(Parts::page));
        fields.done();
        return new Parts(gpus, cpus, pages, rules);
    }

    private static Page page(Section fields) {
        return new Page(fields.need("source").text(), fields.get("system", Value::text, ""), fields.need("cpu").text());
    }

    private static Rules rules(Section fields) {
        return new Rules(
                Sourced.read(fields.need("gpuEfficiency"), Value::sharePpm),
                Sourced.read(fields.need("cpuEfficiency"), Value::sharePpm),
                Sourced.read(fields.need("cpuPeak"), Value::opsPerSec),
                Sourced.read(fields.need("pinnedShare"), Value::sharePpm),
                Sourced.read(fields.need("pageableShare"), Value::sharePpm),
                Sourced.read(fields.need("gpuTaken"), Value::bytes),
                Sourced.read(fields.need("ramTaken"), Value::bytes),
                Sourced.read(fields.need("hostOverheadPerCommand"), Value::durationNs),
                Sourced.read(fields.need("linkLatency"), Value::durationNs),
                Sourced.read(fields.need("storageLatency"), Value::durationNs));
    }

    private static Gpu gpu(Section fields, Rules rules) {
        Sourced bandwidth = Sourced.read(fields.need("bandwidth"), Value::bytesPerSec);
        Sourced peak = Sourced.read(fields.need("peak"), Value::opsPerSec);
        Value bus = fields.need("bus");
        return new Gpu(
                fields.need("name").text(),
                Sourced.read(fields.need("memory"), Value::bytes),
                new Speed.Roofline(bandwidth, peak, rules.gpuEfficiency),
                Bus.named(bus.text()).orElseThrow(() -> bus.error("no bus is called " + bus.text())));
    }

    private static Cpu cpu(Section fields, Rules rules) {
        String name = fields.need("name").text();
        Optional<Value> points = fields.maybe("points");
        if (points.isPresent()) {
            List<Speed.Measured.Point> measured = points.get().list(point -> point.section(p ->
                    new Speed.Measured.Point(p.need("rows").count(1, 1 << 20), p.need("bandwidth").bytesPerSec())));
            String source = fields.need("source").text();
            boolean besideRows = fields.get("besideRows", Value::flag, false);
            return new Cpu(name, new Speed.Measured(measured, Sourced.kind(fields), source), measured.getFirst().bytesPerSec(),
                    besideRows ? Optional.of(source) : Optional.empty());
        }
        Sourced bandwidth = Sourced.read(fields.need("bandwidth"), Value::bytesPerSec);
        Sourced reached = bandwidth.kind() == Sourced.Kind.MEASURED ? ALL : rules.cpuEfficiency;
        Sourced peak = rules.cpuPeak.value() >= OPS_OF_A_BYTE * bandwidth.value()
                ? rules.cpuPeak
                : new Sourced(OPS_OF_A_BYTE * bandwidth.value(), Sourced.Kind.ASSUMED, "enough for " + rules.cpuPeak.source() + ", by this memory too");
        return new Cpu(name, new Speed.Roofline(bandwidth, peak, reached), share(bandwidth.value(), reached), Optional.empty());
    }

    static long share(long of, Sourced ppm) {
        return Math.round(of * (ppm.value() / 1e6));
    }

    /// The GPU that words name.
    Optional<Gpu> gpu(String words) {
        return gpus.stream().filter(gpu -> names(words, gpu.name())).max(Comparator.comparingInt(gpu -> gpu.name().length()));
    }

    /// The CPU that a row names, or else the page that it was taken from.
    Optional<Cpu> cpu(Measurement row) {
        return cpu(row.text("gpu"))
                .or(() -> cpu(row.policy()))
                .or(() -> pages.stream().filter(page -> page.of(row)).findFirst().flatMap(page -> cpu(page.cpu())));
    }

    /// The CPU that words name.
    Optional<Cpu> cpu(String words) {
        return cpus.stream().filter(cpu -> names(words, cpu.name())).max(Comparator.comparingInt(cpu -> cpu.name().length()));
    }

    /// A name that goes on is another one: a 3090 is no 3090 Ti.
    private static boolean names(String words, String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return false;
        }
        String rest = words.substring(at + name.length());
        return rest.isEmpty() || (!Character.isLetterOrDigit(rest.charAt(0)) && !rest.matches(" (Ti|Laptop|D|SUPER|Max|Pro|Ultra|Max-Q|Mobile)\\b.*"));
    }
}
