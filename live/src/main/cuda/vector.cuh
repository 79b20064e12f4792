// Products of few rows with quantised weights: as fast as weights come from memory. A warp has one output; four lanes at a time
// have a block, so that eight blocks, which follow one another in memory, are read at once. Past four rows it goes over its
// weights again, which a cache then has.
#pragma once

template <class T, int ROWS>
HERE void vectorProduct(PRODUCT_ARGUMENTS) {
    int output = blockIdx.x * 4 + threadIdx.x / 32;
    int split = threadIdx.x % 32 / 4;
    int quarter = threadIdx.x % 4;
    if (output >= outputs) {
        return;
    }
    int blocks = cols / T::COLS;
    const u8* weights = w + blockIdx.z * expertBytes + (u64) output * blocks * T::BYTES;
    Slots slots = Slots::of(list, bounds, rows, perRow);
    for (int from = 0; from < slots.count; from += ROWS) {
        int some = min(ROWS, slots.count - from);
        i64 row[ROWS];
        float sum[ROWS];
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            row[r] = slots.row(from + min(r, some - 1));
            sum[r] = 0;
        }
        for (int first = 0; first < blocks; first += SPLITS) {
            // past the last, lanes go along for the others' sake and add nothing
            bool there = first + split < blocks;
            int block = there ? first + split : blocks - 1;
            const u8* at = weights + (u64) block * T::BYTES;
            int numbers[T::STEPS];
            T::numbers(at, quarter, numbers);
            auto scale = T::scale(at, quarter);
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                if (ROWS == 1 || r < some) {
                    i64 x = row[r] * cols + block * T::COLS;
                    int exact = exactQuarter<T>(numbers, scale, quants + x, quarter);
                    int minimums = T::MINIMUMS ? quarterMinimums<T>(scale, sums + x / 16, quarter) : 0;
#pragma unroll
                    for (int mask = 1; mask < 4; mask *= 2) {
                        exact += fromLane(exact, mask);
                        minimums += T::MINIMUMS ? fromLane(minimums, mask) : 0;
                    }
                    if (there) {
                        sum[r] = addBlock<T>(sum[r], scale, scales[x / T::COLS], exact, minimums);
                    }
                }
            }
        }
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            if (ROWS == 1 || r < some) {
                float all = sum[r];
                all += fromLane(all, 4);
                all += fromLane(all, 8);
                all += fromLane(all, 16);
                if (threadIdx.x % 32 == 0) {
                    y[(i64) slots.slot(from + r) * yStride + output] = all;
                }
            }
        }
    }
}

#define VECTOR_PRODUCTS(name, T)                                     \
    KERNEL __launch_bounds__(128) lone_##name(PRODUCT_ARGUMENTS) {   \
        vectorProduct<T, 1>(PRODUCT_PASSED);                         \
    }                                                                \
    KERNEL __launch_bounds__(128) few_##name(PRODUCT_ARGUMENTS) {    \
        vectorProduct<T, 4>(PRODUCT_PASSED);                         \
    }
QUANTISED(VECTOR_PRODUCTS)
