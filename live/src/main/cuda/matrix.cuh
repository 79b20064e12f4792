// Products of many rows with quantised weights, on the tensor cores: 8 outputs by 32 rows a block of threads. The eight warps
// share out the blocks of weights as the splits of the other family do, and add up what they have in its order.
#pragma once

static const int ROW_TILES = 4;
static const int TILE_OUTPUTS = 8;
static const int TILE_ROWS = 8 * ROW_TILES;

// A block of weights of eight outputs by eight rows: c (two of them a lane) in whole numbers.
template <class T>
HERE void exactTile(int (&exact)[2], const int (&w)[2], const Scale&, const int (&x)[2]) {
    multiplyTile(exact, w[0], x[0]);
    multiplyTile(exact, w[1], x[1]);
}

template <class T>
HERE void exactTile(int (&exact)[2], const int (&w)[16], const Scales& s, const int (&x)[16]) {
#pragma unroll
    for (int step = 0; step < 16; step += T::SUB) {
        int part[2] = {0, 0};
#pragma unroll
        for (int i = step; i < step + T::SUB; i++) {
            multiplyTile(part, w[i], x[i]);
        }
        exact[0] += byteOf(s.scales, step / T::SUB) * part[0];
        exact[1] += byteOf(s.scales, step / T::SUB) * part[1];
    }
}

// Minimums times sums of quants, for the same eight by eight.
template <class T>
HERE void minimumsTile(int (&exact)[2], const Scale&, const i16*, const i16* const (&out)[2], int) {
    exact[0] = out[0][0] + out[0][1];
    exact[1] = out[1][0] + out[1][1];
}

template <class T>
HERE void minimumsTile(int (&exact)[2], const Scales& s, const i16* in, const i16* const (&)[2], int quarter) {
    const int* low = (const int*) in + quarter;
    int high[2] = {0, 0};
    multiplyTile(high, s.minimums, low[4]);
    exact[0] = 64 * high[0];
    exact[1] = 64 * high[1];
    multiplyTile(exact, s.minimums, low[0]);
}

template <class T>
HERE void matrixProduct(PRODUCT_ARGUMENTS) {
    __shared__ float parts[SPLITS][TILE_ROWS][TILE_OUTPUTS];
    int warp = threadIdx.x / 32;
    int eighth = threadIdx.x % 32 / 4;
    int quarter = threadIdx.x % 4;
    int blocks = cols / T::COLS;
    int firstOutput = blockIdx.x * TILE_OUTPUTS;
    int firstRow = blockIdx.y * TILE_ROWS;
    Slots slots = Slots::of(list, bounds, rows, perRow);
    if (firstRow >= slots.count) {
        return;
    }
    int some = min(TILE_ROWS, slots.count - firstRow);
    // what is past the last output or row is the last one's again, and is not written
    u64 output = min(firstOutput + eighth, outputs - 1);
    const u8* weights = w + blockIdx.z * expertBytes + output * blocks * T::BYTES;
    // where rows begin: those whose quants the lane takes, and those whose sums it has
    i64 in[ROW_TILES];
    i64 out[ROW_TILES][2];
    float sum[ROW_TILES][2] = {};
#pragma unroll
    for (int n = 0; n < ROW_TILES; n++) {
        in[n] = (i64) cols * slots.row(firstRow + min(8 * n + eighth, some - 1));
        out[n][0] = (i64) cols * slots.row(firstRow + min(8 * n + 2 * quarter, some - 1));
        out[n][1] = (i64) cols * slots.row(firstRow + min(8 * n + 2 * quarter + 1, some - 1));
    }
    for (int block = warp; block < blocks; block += SPLITS) {
        const u8* at = weights + (u64) block * T::BYTES;
        int numbers[T::STEPS];
        T::numbers(at, quarter, numbers);
        auto scale = T::scale(at, quarter);
#pragma unroll
        for (int n = 0; n < ROW_TILES; n++) {
            if (8 * n < some) {
                i64 row = in[n] + block * T::COLS;
                i64 to[2] = {out[n][0] + block * T::COLS, out[n][1] + block * T::COLS};
                int x[T::STEPS];
#pragma unroll
                for (int pair = 0; pair < T::STEPS / 2; pair++) {
                    int2 two = twoSteps(quants + row, pair, quarter);
                    x[2 * pair] = two.x;
                    x[2 * pair + 1] = two.y;
                }
                int exact[2] = {0, 0};
                int minimums[2] = {0, 0};
                exactTile<T>(exact, numbers, scale, x);
                if (T::MINIMUMS) {
                    minimumsTile<T>(minimums, scale, sums + row / 16, {sums + to[0] / 16, sums + to[1] / 16}, quarter);
                }
#pragma unroll
                for (int c = 0; c < 2; c++) {
                    sum[n][c] = addBlock<T>(sum[n][c], scale, scales[to[c] / T::COLS], exact[c], minimums[c]);
                }
            }
        }
    }
#pragma unroll
    for (int n = 0; n < ROW_TILES; n++) {
        parts[warp][8 * n + 2 * quarter][eighth] = sum[n][0];
        parts[warp][8 * n + 2 * quarter + 1][eighth] = sum[n][1];
    }
    __syncthreads();
    // as many as there are threads
    int r = threadIdx.x / TILE_OUTPUTS;
    int o = threadIdx.x % TILE_OUTPUTS;
    if (r < some && firstOutput + o < outputs) {
        float first = (parts[0][r][o] + parts[1][r][o]) + (parts[2][r][o] + parts[3][r][o]);
        float second = (parts[4][r][o] + parts[5][r][o]) + (parts[6][r][o] + parts[7][r][o]);
        y[(i64) slots.slot(firstRow + r) * yStride + firstOutput + o] = first + second;
    }
}

#define MATRIX_PRODUCTS(name, T)                                     \
    KERNEL __launch_bounds__(256) many_##name(PRODUCT_ARGUMENTS) {   \
        matrixProduct<T>(PRODUCT_PASSED);                            \
    }
QUANTISED(MATRIX_PRODUCTS)
