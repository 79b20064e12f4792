package nmos.policy;

/// How often rows come by a shard, in the long run: known from runs before, as a measured profile is.
///
/// `rowPpm`: the share of all rows that go through it. `repeatPpm`: the chance that a row goes where the row before it went,
/// all of it, whatever its own chances; routers send neighbouring tokens to the same experts more often than chance would.
public record Visits(int rowPpm, int repeatPpm) {
    private static final int PPM = 1_000_000;
    private static final long WHOLE = 1_000_000_000L;

    public static final Visits ALWAYS = new Visits(PPM, 0);

    public Visits {
        if (rowPpm < 0 || rowPpm > PPM || repeatPpm < 0 || repeatPpm > PPM) {
            throw new IllegalArgumentException("shares of " + rowPpm + " and " + repeatPpm + " ppm");
        }
    }

    /// The chance that a pass of so many rows comes by, where they follow each other in one text:
    /// 1 - (1 - p) (1 - (1 - c) p)^(rows - 1). Rows of several texts, or of branches of one, come by more often.
    public int passPpm(int rows) {
        if (rowPpm == PPM || rows < 1) {
            return rows < 1 ? 0 : PPM;
        }
        long missesFirst = (long) (PPM - rowPpm) * (WHOLE / PPM);
        long missesNext = WHOLE - Arithmetic.mulDiv((long) rowPpm * (WHOLE / PPM), PPM - repeatPpm, PPM);
        return (int) ((WHOLE - Arithmetic.mulDiv(missesFirst, power(missesNext, rows - 1), WHOLE)) / (WHOLE / PPM));
    }

    /// How many rows of a pass go through it, given that any do; rounded up, so that time for them is not less.
    public int rowsWhenVisited(int rows) {
        int visited = Math.max(1, passPpm(rows));
        return Math.clamp(Arithmetic.mulDivUp((long) rows, rowPpm, visited), 1, Math.max(1, rows));
    }

    private static long power(long share, int times) {
        long result = WHOLE;
        long square = share;
        for (int left = times; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = Arithmetic.mulDiv(result, square, WHOLE);
            }
            square = Arithmetic.mulDiv(square, square, WHOLE);
        }
        return result;
    }
}
