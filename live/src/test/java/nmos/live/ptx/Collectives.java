package nmos.live.ptx;

/// What lanes of a warp do together, and barriers.
final class Collectives {
    private Collectives() {}

    static Action op(Code code, Instruction in) {
        if (in.opcode().equals("activemask")) {
            int to = code.i(in, in.operand(0));
            return Action.whole((w, mask) -> {
                for (int m = mask; m != 0; m &= m - 1) w.r[to + Integer.numberOfTrailingZeros(m)] = mask;
            });
        }
        if (!in.has("sync")) throw in.wrong("is interpreted only with .sync");
        int members = code.i(in, in.operands().getLast());
        return new Action.Together(members, switch (in.opcode()) {
            case "shfl" -> shuffle(code, in);
            case "vote" -> vote(code, in);
            case "match" -> match(code, in);
            default -> reduction(code, in);
        });
    }

    private static Action.Op shuffle(Code code, Instruction in) {
        in.only("sync", "idx", "up", "down", "bfly");
        Operand first = in.operand(0) instanceof Operand.Two two ? two.first() : in.operand(0);
        int to = code.i(in, first);
        int inRange = in.operand(0) instanceof Operand.Two two ? code.truth(in, two.second()) : -1;
        int from = code.i(in, in.operand(1));
        int by = code.i(in, in.operand(2));
        int limits = code.i(in, in.operand(3));
        Source source = source(in);
        boolean up = in.has("up");
        return Action.whole((w, mask) -> {
            int[] before = w.scratch;
            System.arraycopy(w.r, from, before, 0, 32);
            int insides = 0;
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                int limit = w.r[limits + k];
                int segment = limit >> 8 & 31;
                int last = (k & segment) | (limit & 31 & ~segment);
                int other = source.of(k, w.r[by + k] & 31, segment);
                boolean inside = up ? other >= last : other <= last;
                if (inside) insides |= 1 << k;
                else other = k;
                if ((mask >> other & 1) == 0) throw new Fault(k, "takes a value from lane " + other + ", which takes no part");
                w.r[to + k] = before[other];
            }
            if (inRange >= 0) w.p[inRange] = (w.p[inRange] & ~mask) | insides;
        });
    }

    /// The lane that a lane takes from.
    private interface Source {
        int of(int lane, int by, int segment);
    }

    private static Source source(Instruction in) {
        return switch (in.words().get(2)) {
            case "up" -> (lane, by, segment) -> lane - by;
            case "down" -> (lane, by, segment) -> lane + by;
            case "bfly" -> (lane, by, segment) -> lane ^ by;
            case "idx" -> (lane, by, segment) -> (lane & segment) | (by & ~segment);
            default -> throw in.wrong("is not known");
        };
    }

    private static Action.Op vote(Code code, Instruction in) {
        in.only("sync", "all", "any", "uni", "ballot");
        boolean negated = in.operand(1) instanceof Operand.Not;
        int from = code.truth(in, in.operand(1) instanceof Operand.Not not ? not.predicate() : in.operand(1));
        String mode = in.words().get(2);
        if (mode.equals("ballot")) {
            int to = code.i(in, in.operand(0));
            return Action.whole((w, mask) -> {
                int votes = (negated ? ~w.p[from] : w.p[from]) & mask;
                for (int m = mask; m != 0; m &= m - 1) w.r[to + Integer.numberOfTrailingZeros(m)] = votes;
            });
        }
        int to = code.truth(in, in.operand(0));
        return Action.whole((w, mask) -> {
            int votes = (negated ? ~w.p[from] : w.p[from]) & mask;
            boolean yes = switch (mode) {
                case "all" -> votes == mask;
                case "any" -> votes != 0;
                default -> votes == mask || votes == 0;
            };
            w.p[to] = (w.p[to] & ~mask) | (yes ? mask : 0);
        });
    }

    private static Action.Op match(Code code, Instruction in) {
        in.only("any", "all", "sync");
        Operand first = in.operand(0) instanceof Operand.Two two ? two.first() : in.operand(0);
        int to = code.i(in, first);
        int alike = in.operand(0) instanceof Operand.Two two ? code.truth(in, two.second()) : -1;
        Slot from = code.slot(in, in.operand(1), in.type());
        boolean all = in.has("all");
        return Action.whole((w, mask) -> {
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                int same = 0;
                for (int n = mask; n != 0; n &= n - 1) {
                    int other = Integer.numberOfTrailingZeros(n);
                    if (w.get(from, other) == w.get(from, k)) same |= 1 << other;
                }
                w.r[to + k] = all && same != mask ? 0 : same;
                if (alike >= 0) w.p[alike] = (w.p[alike] & ~(1 << k)) | (same == mask ? 1 << k : 0);
            }
        });
    }

    private static Action.Op reduction(Code code, Instruction in) {
        in.only("sync", "add", "min", "max", "and", "or", "xor");
        int to = code.i(in, in.operand(0));
        int from = code.i(in, in.operand(1));
        boolean signed = in.type().signed();
        String mode = in.words().get(2);
        return Action.whole((w, mask) -> {
            int first = Integer.numberOfTrailingZeros(mask);
            int result = w.r[from + first];
            for (int m = mask & mask - 1; m != 0; m &= m - 1) {
                int x = w.r[from + Integer.numberOfTrailingZeros(m)];
                int order = signed ? Integer.compare(x, result) : Integer.compareUnsigned(x, result);
                result = switch (mode) {
                    case "add" -> result + x;
                    case "min" -> order < 0 ? x : result;
                    case "max" -> order > 0 ? x : result;
                    case "and" -> result & x;
                    case "or" -> result | x;
                    default -> result ^ x;
                };
            }
            for (int m = mask; m != 0; m &= m - 1) w.r[to + Integer.numberOfTrailingZeros(m)] = result;
        });
    }

    static Action barrier(Code code, Instruction in) {
        in.only("warp", "cta", "sync", "arrive", "red", "aligned", "popc", "and", "or");
        if (in.has("warp")) {
            return new Action.Together(code.i(in, in.operand(0)), Action.whole((w, mask) -> w.syncs++));
        }
        boolean reduces = in.has("red");
        int at = reduces ? 1 : 0;
        int id = number(in, in.operand(at));
        if (id < 0 || id > 15) throw in.wrong("there are barriers 0 to 15");
        int threads = in.operands().size() > at + (reduces ? 2 : 1) ? number(in, in.operand(at + 1)) : 0;
        return new Action.Barrier(id, threads, !in.has("arrive"), reduces ? red(code, in) : null);
    }

    private static Action.Reduction red(Code code, Instruction in) {
        Operand predicate = in.operands().getLast();
        boolean negated = predicate instanceof Operand.Not;
        Slot to = code.slot(in, in.operand(0), in.type());
        String kind = in.has("popc") ? "popc" : in.has("and") ? "and" : "or";
        return new Action.Reduction(kind, code.truth(in, predicate instanceof Operand.Not not ? not.predicate() : predicate), negated, to);
    }

    private static int number(Instruction in, Operand operand) {
        if (operand instanceof Operand.Literal literal) return (int) literal.bits();
        throw in.wrong("is interpreted only with numbers for the barrier and its threads");
    }
}
