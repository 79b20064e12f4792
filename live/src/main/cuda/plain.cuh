// Products with weights that stand alone, for any number of rows: a warp has two outputs and up to eight rows.
#pragma once

static const int PLAIN_OUTPUTS = 2;
static const int PLAIN_ROWS = 8;

struct F32 {
    static const int BYTES = 4;

    HERE float one(const u8* at) {
        return *(const float*) at;
    }

    HERE void four(const u8* at, float (&out)[4]) {
        float4 all = *(const float4*) at;
        out[0] = all.x;
        out[1] = all.y;
        out[2] = all.z;
        out[3] = all.w;
    }
};

struct F16 {
    static const int BYTES = 2;

    HERE float one(const u8* at) {
        return halfAt(at);
    }

    HERE void four(const u8* at, float (&out)[4]) {
        uint2 all = *(const uint2*) at;
        out[0] = fromHalf((u16) all.x);
        out[1] = fromHalf((u16) (all.x >> 16));
        out[2] = fromHalf((u16) all.y);
        out[3] = fromHalf((u16) (all.y >> 16));
    }
};

struct BF16 {
    static const int BYTES = 2;

    HERE float one(const u8* at) {
        return __int_as_float((u32) * (const u16*) at << 16);
    }

    HERE void four(const u8* at, float (&out)[4]) {
        uint2 all = *(const uint2*) at;
        out[0] = __int_as_float(all.x << 16);
        out[1] = __int_as_float(all.x & 0xffff0000);
        out[2] = __int_as_float(all.y << 16);
        out[3] = __int_as_float(all.y & 0xffff0000);
    }
};

#define PLAIN_ARGUMENTS                                                                                              \
    const u8 *w, u64 expertBytes, const float *x, const int *list, const int *bounds, float *y, int outputs, int cols, \
            int rows, int yStride, int perRow, int wide
#define PLAIN_PASSED w, expertBytes, x, list, bounds, y, outputs, cols, rows, yStride, perRow, wide

template <class T>
HERE void plainProduct(PLAIN_ARGUMENTS) {
    // each lane's sums, so that one loop adds them all up
    __shared__ float sums[4][PLAIN_OUTPUTS * PLAIN_ROWS][32];
    int lane = threadIdx.x % 32;
    float (&its)[PLAIN_OUTPUTS * PLAIN_ROWS][32] = sums[threadIdx.x / 32];
    int firstOutput = (blockIdx.x * 4 + threadIdx.x / 32) * PLAIN_OUTPUTS;
    int firstRow = blockIdx.y * PLAIN_ROWS;
    Slots slots = Slots::of(list, bounds, rows, perRow);
    int some = min(PLAIN_ROWS, slots.count - firstRow);
    if (firstOutput >= outputs || some <= 0) {
        return;
    }
    const u8* weights[PLAIN_OUTPUTS];
    const float* in[PLAIN_ROWS];
    float sum[PLAIN_OUTPUTS][PLAIN_ROWS] = {};
#pragma unroll
    for (int o = 0; o < PLAIN_OUTPUTS; o++) {
        weights[o] = w + blockIdx.z * expertBytes + (u64) min(firstOutput + o, outputs - 1) * cols * T::BYTES;
    }
#pragma unroll
    for (int r = 0; r < PLAIN_ROWS; r++) {
        in[r] = x + (i64) slots.row(firstRow + min(r, some - 1)) * cols;
    }
    for (int column = 4 * lane; column < cols; column += 128) {
        if (wide) {
            float numbers[PLAIN_OUTPUTS][4];
#pragma unroll
            for (int o = 0; o < PLAIN_OUTPUTS; o++) {
                T::four(weights[o] + (i64) column * T::BYTES, numbers[o]);
            }
#pragma unroll
            for (int r = 0; r < PLAIN_ROWS; r++) {
                if (r < some) {
                    float row[4];
                    F32::four((const u8*) (in[r] + column), row);
#pragma unroll
                    for (int i = 0; i < 4; i++) {
#pragma unroll
                        for (int o = 0; o < PLAIN_OUTPUTS; o++) {
                            sum[o][r] = fmaf(numbers[o][i], row[i], sum[o][r]);
                        }
                    }
                }
            }
        } else {
            int end = min(column + 4, cols);
#pragma unroll 1
            for (int c = column; c < end; c++) {
#pragma unroll
                for (int o = 0; o < PLAIN_OUTPUTS; o++) {
                    float number = T::one(weights[o] + (i64) c * T::BYTES);
#pragma unroll
                    for (int r = 0; r < PLAIN_ROWS; r++) {
                        sum[o][r] = fmaf(number, in[r][c], sum[o][r]);
                    }
                }
            }
        }
    }
#pragma unroll
    for (int r = 0; r < PLAIN_ROWS; r++) {
#pragma unroll
        for (int o = 0; o < PLAIN_OUTPUTS; o++) {
            its[PLAIN_OUTPUTS * r + o][lane] = sum[o][r];
        }
    }
#pragma unroll 1
    for (int i = 0; i < PLAIN_OUTPUTS * some; i++) {
        float all = warpSum(its[i][lane]);
        int output = firstOutput + i % PLAIN_OUTPUTS;
        if (lane == 0 && output < outputs) {
            y[(i64) slots.slot(firstRow + i / PLAIN_OUTPUTS) * yStride + output] = all;
        }
    }
}

#define PLAIN_PRODUCTS(name, T)                                      \
    KERNEL __launch_bounds__(128) plain_##name(PLAIN_ARGUMENTS) {    \
        plainProduct<T>(PLAIN_PASSED);                               \
    }
PLAIN_PRODUCTS(f32, F32)
PLAIN_PRODUCTS(f16, F16)
PLAIN_PRODUCTS(bf16, BF16)
