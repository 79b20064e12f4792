package nmos.live.ptx;

import java.util.List;

/// Products of small matrices that a warp's lanes hold pieces of.
///
/// A register of the left matrix holds neighbours in a row: lane `l` those of row `l / 4` (or eight rows below) from the `l % 4`-th on, those of the right
/// matrix likewise in a column; the result has two neighbours a lane. Whole numbers are exact. Floats are added exactly and rounded once, where the
/// hardware cuts bits off in an order that nobody has written down: kernels whose bits matter have to do without, or be told apart by more than these bits.
final class Matrices {
    private Matrices() {}


    static Action.Op mma(Code code, Instruction in) {
        in.only("sync", "aligned", "row", "col", "satfinite", "m8n8k16", "m16n8k16", "m16n8k32", "m16n8k8", "m16n8k4");
        List<Type> types = mmaTypes(in);
        String shape = in.words().get(3);
        int rows = shape.startsWith("m16") ? 16 : 8;
        int depth = Integer.parseInt(shape.substring(shape.indexOf('k') + 1));
        if (!in.words().get(4).equals("row") || !in.words().get(5).equals("col")) throw in.wrong("is interpreted only as .row.col");
        Type to = types.get(0);
        Type a = types.get(1);
        Type b = types.get(2);
        int packed = 32 / a.bits;
        int[] ra = registers(code, in, in.operand(1), rows * depth / 32 / packed);
        int[] rb = registers(code, in, in.operand(2), 8 * depth / 32 / packed);
        int results = rows * 8 / 32 / (to == Type.F16 ? 2 : 1);
        int[] rc = registers(code, in, in.operand(3), results);
        int[] rd = registers(code, in, in.operand(0), results);
        boolean saturates = in.has("satfinite");
        if (to == Type.S32) {
            return Action.whole((w, mask) -> {
                int[] left = whole(w, ra, a, rows, depth);
                int[] right = whole(w, rb, b, 8, depth);
                for (int i = 0; i < rows * 8; i++) {
                    int sum = 0;
                    for (int k = 0; k < depth; k++) sum += left[i / 8 * depth + k] * right[i % 8 * depth + k];
                    int at = i / 64 * 2 + i % 2;
                    long exact = (long) sum + w.r[rc[at] + lane(i)];
                    w.r[rd[at] + lane(i)] = saturates ? Math.clamp(exact, Integer.MIN_VALUE, Integer.MAX_VALUE) : (int) exact;
                }
            });
        }
        return Action.whole((w, mask) -> {
            double[] left = numbers(w, ra, a, rows, depth);
            double[] right = numbers(w, rb, b, 8, depth);
            double[] sums = new double[rows * 8];
            for (int i = 0; i < rows * 8; i++) {
                double sum = at(w, rc, to, i);
                for (int k = 0; k < depth; k++) sum += left[i / 8 * depth + k] * right[i % 8 * depth + k];
                sums[i] = sum;
            }
            for (int i = 0; i < rows * 8; i++) put(w, rd, to, i, sums[i]);
        });
    }

    /// The result's, the left one's, the right one's, the sum's.
    private static List<Type> mmaTypes(Instruction in) {
        List<Type> types = in.types();
        if (types.size() != 4) throw in.wrong("wants four types");
        Type a = types.get(1);
        Type b = types.get(2);
        boolean bytes = types.getFirst() == Type.S32 && bytes(a) && bytes(b);
        boolean halves = (types.getFirst() == Type.F32 || types.getFirst() == Type.F16) && a == b && (a == Type.F16 || a == Type.BF16);
        if ((!bytes && !halves) || types.getFirst() != types.getLast()) throw in.wrong("is not interpreted with these types");
        return types;
    }

    private static boolean bytes(Type type) {
        return type == Type.S8 || type == Type.U8;
    }

    /// `lines` rows or columns of `depth` numbers: registers go down eight lines first, then on in depth.
    private static double[] numbers(Warp w, int[] registers, Type type, int lines, int depth) {
        double[] numbers = new double[lines * depth];
        int packed = 32 / type.bits;
        int down = lines / 8;
        for (int i = 0; i < registers.length; i++) {
            for (int lane = 0; lane < 32; lane++) {
                int line = lane / 4 + i % down * 8;
                int from = (lane % 4 + i / down * 4) * packed;
                int word = w.r[registers[i] + lane];
                for (int j = 0; j < packed; j++) {
                    int part = word >>> (j * type.bits);
                    numbers[line * depth + from + j] = type == Type.F16 ? Halves.f(part) : Halves.b(part & 0xffff);
                }
            }
        }
        return numbers;
    }

    private static int[] whole(Warp w, int[] registers, Type type, int lines, int depth) {
        int[] numbers = new int[lines * depth];
        int down = lines / 8;
        for (int i = 0; i < registers.length; i++) {
            for (int lane = 0; lane < 32; lane++) {
                int at = (lane / 4 + i % down * 8) * depth + (lane % 4 + i / down * 4) * 4;
                int word = w.r[registers[i] + lane];
                for (int j = 0; j < 4; j++) numbers[at + j] = type == Type.S8 ? (byte) (word >> (8 * j)) : word >> (8 * j) & 255;
            }
        }
        return numbers;
    }

    /// The lane that holds number `i` of a result, eight in a row.
    private static int lane(int i) {
        return i / 8 % 8 * 4 + i % 8 / 2;
    }

    private static double at(Warp w, int[] registers, Type type, int i) {
        if (type == Type.F32) return Floats.f(w.r[registers[i / 64 * 2 + i % 2] + lane(i)]);
        return Halves.f(w.r[registers[i / 64] + lane(i)] >>> (i % 2 * 16));
    }

    private static void put(Warp w, int[] registers, Type type, int i, double value) {
        if (type == Type.F32) {
            w.r[registers[i / 64 * 2 + i % 2] + lane(i)] = Floats.bits((float) value);
        } else {
            int at = registers[i / 64] + lane(i);
            int shift = i % 2 * 16;
            w.r[at] = (w.r[at] & ~(0xffff << shift)) | Halves.bits(Halves.odd(value)) << shift;
        }
    }

    /// Up to four matrices of 8 x 8 numbers of 16 bits, a row at each lane's address.
    static Action.Op ldmatrix(Code code, Instruction in) {
        in.only("sync", "aligned", "m8n8", "x1", "x2", "x4", "trans", "shared", "shared::cta");
        int count = in.has("x4") ? 4 : in.has("x2") ? 2 : 1;
        int[] to = registers(code, in, in.operand(0), count);
        Address address = Address.of(code, in, in.operand(1));
        boolean trans = in.has("trans");
        return Action.whole((w, mask) -> {
            int[] numbers = new int[count * 64];
            for (int row = 0; row < count * 8; row++) {
                long at = w.memory.aligned(address.of(w, row), 16, row);
                for (int i = 0; i < 8; i++) numbers[row * 8 + i] = (int) w.memory.load(address.space(), at + 2L * i, 2, row);
            }
            for (int i = 0; i < count; i++) {
                for (int lane = 0; lane < 32; lane++) {
                    int line = lane / 4;
                    int from = lane % 4 * 2;
                    int first = i * 64 + (trans ? from * 8 + line : line * 8 + from);
                    w.r[to[i] + lane] = numbers[first] | numbers[first + (trans ? 8 : 1)] << 16;
                }
            }
        });
    }

    private static int[] registers(Code code, Instruction in, Operand operand, int count) {
        List<Operand> parts = operand instanceof Operand.Vector vector ? vector.parts() : List.of(operand);
        if (parts.size() != count) throw in.wrong("wants " + count + " registers where it has " + parts.size());
        return parts.stream().mapToInt(part -> code.i(in, part)).toArray();
    }
}
