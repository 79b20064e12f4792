// Rows to the numbers that they may hold when they meet weights: the CPU's nmos.live.kernel.Grid.
#pragma once

// Where the quant of a column lies: see README.md.
HERE int place(int column) {
    return (column & ~31) | (column >> 2 & 3) << 3 | (column >> 4 & 1) << 2 | (column & 3);
}

// A column's magnitude, or infinity for what is not a number: its block is then none.
HERE float magnitude(float x) {
    return x == x ? fabsf(x) : INFINITY;
}

HERE int quant(float x, float inverse) {
    const float whole = 12582912.0f;
    return (int) (x * inverse + whole - whole);
}

HERE int sumOf16(int quant) {
#pragma unroll
    for (int mask = 1; mask < 16; mask *= 2) {
        quant += fromLane(quant, mask);
    }
    return quant;
}

// One warp a block of 32.
KERNEL round_32(const float* x, i8* quants, float* scales, i16* sums, int cols) {
    int block = blockIdx.x * 8 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (block >= cols / 32) {
        return;
    }
    i64 row = blockIdx.y;
    int column = block * 32 + lane;
    float value = x[row * cols + column];
    float largest = warpMost(magnitude(value));
    float inverse = largest == 0 ? 0 : 127.0f / largest;
    int q = quant(value, inverse);
    quants[row * cols + place(column)] = (i8) q;
    int sum = sumOf16(q);
    if (lane % 16 == 0) {
        sums[(row * cols + column) / 16] = (i16) sum;
    }
    if (lane == 0) {
        float scale = fromHalf(toHalf(largest / 127.0f));
        scales[(row * cols + column) / 32] = largest < INFINITY ? scale : NAN;
    }
}

// One warp a block of 256. A sum of 16 is 64 * high + low, two bytes with signs: products of minimums are then some more steps of
// the same kind as those of numbers. A block's 16 low bytes lie before its 16 high ones.
KERNEL round_256(const float* x, i8* quants, float* scales, i8* sums, int cols) {
    int block = blockIdx.x * 8 + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (block >= cols / 256) {
        return;
    }
    i64 row = blockIdx.y;
    i64 from = row * cols + block * 256;
    float values[8];
    float largest = 0;
#pragma unroll
    for (int i = 0; i < 8; i++) {
        values[i] = x[from + i * 32 + lane];
        largest = fmaxf(largest, magnitude(values[i]));
    }
    largest = warpMost(largest);
    float inverse = largest == 0 ? 0 : 127.0f / largest;
#pragma unroll
    for (int i = 0; i < 8; i++) {
        int q = quant(values[i], inverse);
        quants[from + place(i * 32 + lane)] = (i8) q;
        int sum = sumOf16(q);
        if (lane % 16 == 0) {
            i8* low = sums + from / 8 + 2 * i + lane / 16;
            low[0] = (i8) (sum & 63);
            low[16] = (i8) (sum >> 6);
        }
    }
    if (lane == 0) {
        float scale = largest == 0 ? 0 : 1 / inverse;
        scales[from / 256] = largest < INFINITY ? scale : NAN;
    }
}

KERNEL round_bf16(const float* x, float* out, int cols) {
    int column = blockIdx.x * 256 + threadIdx.x;
    if (column < cols) {
        i64 at = (i64) blockIdx.y * cols + column;
        u32 bits = __float_as_int(x[at]);
        out[at] = __int_as_float((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000);
    }
}
