package nmos.scenarios.machine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.yaml.Value;

/// What a hop runs over, and the most it can carry one way: nothing measured on it can be faster.
///
/// Written as `pcie 3.0 x4`, `sata 3` or `ddr4-3200 x2` (channels).
public record Bus(String name, long bytesPerSec) {
    private static final Pattern PCIE = Pattern.compile("pcie ([1-6])\\.0 x(1|2|4|8|16|32)");
    private static final Pattern SATA = Pattern.compile("sata ([1-3])");
    private static final Pattern DDR = Pattern.compile("(?:lp)?ddr[3-6]x?-(\\d{3,5}) x(\\d{1,2})");

    /// Per lane and direction after line coding (8b/10b, 128b/130b, and 242 of 256 bytes of a flit), from the PCI Express
    /// base specifications: 2.5, 5, 8, 16, 32 and 64 GT/s.
    private static final long[] PCIE_LANE = {
        250_000_000, 500_000_000, 984_615_384, 1_969_230_769, 3_938_461_538L, 7_562_500_000L
    };
    /// 1.5, 3 and 6 Gb/s in 8b/10b.
    private static final long[] SATA_PORT = {150_000_000, 300_000_000, 600_000_000};
    /// A DDR channel is 64 bits wide.
    private static final int DDR_BYTES = 8;

    static Bus read(Value value) {
        return named(value.text()).orElseThrow(() ->
                value.error("unknown bus, write it as 'pcie 3.0 x4', 'sata 3' or 'ddr4-3200 x2'"));
    }

    /// The bus of that name, if it is one.
    public static Optional<Bus> named(String name) {
        Matcher pcie = PCIE.matcher(name);
        if (pcie.matches()) {
            return Optional.of(new Bus(name, PCIE_LANE[Integer.parseInt(pcie.group(1)) - 1] * Integer.parseInt(pcie.group(2))));
        }
        Matcher sata = SATA.matcher(name);
        if (sata.matches()) {
            return Optional.of(new Bus(name, SATA_PORT[Integer.parseInt(sata.group(1)) - 1]));
        }
        Matcher ddr = DDR.matcher(name);
        if (ddr.matches() && Integer.parseInt(ddr.group(1)) > 0 && Integer.parseInt(ddr.group(2)) > 0) {
            long rate = Long.parseLong(ddr.group(1)) * 1_000_000 * DDR_BYTES * Integer.parseInt(ddr.group(2));
            return Optional.of(new Bus(name, rate));
        }
        return Optional.empty();
    }

    /// @throws nmos.scenarios.yaml.InvalidFile where the rate is more than the bus carries
    void check(Value field, long rate) {
        if (rate > bytesPerSec) {
            throw field.error(gigabytes(rate) + " is more than " + name + " can carry (" + gigabytes(bytesPerSec)
                    + "), lower it or name the right bus");
        }
    }

    private static String gigabytes(long rate) {
        return BigDecimal.valueOf(rate, 9).setScale(3, RoundingMode.DOWN).toPlainString() + " GB/s";
    }
}
