package nmos.scenarios.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The units a kind of quantity may be written in; each is worth so many of what the programs count in.
///
/// GB is 10^9 bytes and GiB 2^30, here as everywhere in NMOS.
public enum Unit {
    B(Quantity.BYTES, "B", 1),
    KB(Quantity.BYTES, "kB", 1_000),
    MB(Quantity.BYTES, "MB", 1_000_000),
    GB(Quantity.BYTES, "GB", 1_000_000_000),
    TB(Quantity.BYTES, "TB", 1_000_000_000_000L),
    KIB(Quantity.BYTES, "KiB", 1L << 10),
    MIB(Quantity.BYTES, "MiB", 1L << 20),
    GIB(Quantity.BYTES, "GiB", 1L << 30),
    TIB(Quantity.BYTES, "TiB", 1L << 40),

    B_S(Quantity.RATE, "B/s", 1),
    KB_S(Quantity.RATE, "kB/s", 1_000),
    MB_S(Quantity.RATE, "MB/s", 1_000_000),
    GB_S(Quantity.RATE, "GB/s", 1_000_000_000),
    TB_S(Quantity.RATE, "TB/s", 1_000_000_000_000L),
    MIB_S(Quantity.RATE, "MiB/s", 1L << 20),
    GIB_S(Quantity.RATE, "GiB/s", 1L << 30),

    NS(Quantity.DURATION, "ns", 1),
    US(Quantity.DURATION, "us", 1_000),
    MS(Quantity.DURATION, "ms", 1_000_000),
    S(Quantity.DURATION, "s", 1_000_000_000),
    MIN(Quantity.DURATION, "min", 60_000_000_000L),

    OP_S(Quantity.OPERATIONS, "op/s", 1),
    GOP_S(Quantity.OPERATIONS, "Gop/s", 1_000_000_000),
    TOP_S(Quantity.OPERATIONS, "Top/s", 1_000_000_000_000L),
    POP_S(Quantity.OPERATIONS, "Pop/s", 1_000_000_000_000_000L);

    public enum Quantity {
        BYTES("a size in bytes", "11 GB or 16 MiB"),
        RATE("a rate in bytes per second", "2.36 GB/s"),
        DURATION("a duration", "80 us or 2 s"),
        OPERATIONS("a rate of operations", "10.2 Top/s");

        final String words;
        final String example;

        Quantity(String words, String example) {
            this.words = words;
            this.example = example;
        }
    }

    public final Quantity quantity;
    public final String label;
    public final long worth;

    Unit(Quantity quantity, String label, long worth) {
        this.quantity = quantity;
        this.label = label;
        this.worth = worth;
    }

    public static Optional<Unit> of(String label) {
        for (Unit unit : values()) {
            if (unit.label.equals(label)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    static List<String> labels(Quantity quantity) {
        var labels = new ArrayList<String>();
        for (Unit unit : values()) {
            if (unit.quantity == quantity) {
                labels.add(unit.label);
            }
        }
        return labels;
    }
}
